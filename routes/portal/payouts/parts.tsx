import type { Context } from "hono";
import { Refusal } from "../../../domain/shared/refusals.ts";
import type { Env } from "../../deps.ts";
import { Badge, type Tone } from "../parts.tsx";
import type { Words } from "../words/en.ts";
import { counted, instantIn, rupees } from "../words/figures.ts";
import { wordsOf } from "../words/language.ts";
import { asSentence, inWords, told } from "../words/told.ts";

/** A sum of money as people in India read it; nothing where there is none. */
export function Money({ of }: { of: string | null | undefined }) {
  if (of === null || of === undefined) return <span class="quiet none">–</span>;
  return <span class="number whole">{rupees(of)}</span>;
}

/** `2` `₹41,900.00` → `2 (₹41,900.00)`, as the report is drawn. */
export const countAndSum = (count: string, sum: string) => `${counted(count)} (${rupees(sum)})`;

export function Moment({ at, words }: { at: string | null | undefined; words: Words }) {
  if (!at) return <span class="quiet none">–</span>;
  return <time datetime={at}>{instantIn(words, at)}</time>;
}

const tones: Readonly<Record<string, Tone>> = {
  submitted: "warn",
  in_bank_file: "open",
  part_paid: "open",
  paid: "good",
  failed: "bad",
  returned: "bad",
  approved: "good",
  sent_to_bank: "open",
  part_reconciled: "open",
  reconciled: "good",
  rejected: "bad",
  EXPORTED: "open",
  PENDING: "open",
  SUCCESS: "good",
  FAILED: "bad",
  RETURNED: "bad",
  ON_HOLD: "warn",
  previewed: "warn",
  held: "bad",
  applied: "good",
  OPEN: "warn",
  ASSIGNED: "warn",
  RESOLVED: "good",
};

/** A state as a badge, in the words of `names`. */
export function State({ of, names }: { of: string; names: Readonly<Record<string, string>> }) {
  return <Badge tone={tones[of] ?? "plain"}>{names[of] ?? of}</Badge>;
}

/** Why something was refused, with each of its details; above the form that is shown again. */
export function Fault({ refused, words }: { refused: Refusal | undefined; words: Words }) {
  if (!refused) return null;
  const details = refused.errors.filter(({ code }) => code !== refused.code);
  // What is wrong with a field stands at the field, and here once.
  const isOfFields = refused.code === "invalid_request" && details.length > 0;
  return (
    <div class="note bad" role="alert">
      <p>{isOfFields ? words.payouts.mend : told(words, refused)}</p>
      {details.length > 0 && (
        <ul>
          {details.slice(0, 20).map(({ pointer, message }) => (
            <li>
              {pointer && <code>{pointer.slice(1)}</code>} {asSentence(words, message)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Does it; a refusal is shown where it was asked for, with what was entered. */
export async function orAgain(
  c: Context<Env>,
  work: () => Promise<Response>,
  again: (refused: Refusal) => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    c.status(error.status);
    return await again(inWords(wordsOf(c), error));
  }
}

interface Chosen {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [value: string, label: string])[];
}

/** A list to choose one of. */
export function Choice({ name, label, value, options }: Chosen) {
  return (
    <label>
      {label}
      <select name={name}>
        {options.map(([one, says]) => <option value={one} selected={one === (value ?? "")}>{says}</option>)}
      </select>
    </label>
  );
}

interface Entered {
  readonly name: string;
  readonly label: string;
  readonly value?: string | null | undefined;
  readonly type?: string;
  readonly hint?: string;
  readonly required?: boolean;
  readonly maxlength?: number;
  readonly pattern?: string;
  readonly inputmode?: "decimal" | "numeric";
  readonly autocomplete?: string;
  readonly refused?: Refusal | undefined;
}

/** A field with its label, its hint, and what was wrong with what stood in it. */
export function Field({ name, label, value, hint, refused, type = "text", autocomplete = "off", ...rest }: Entered) {
  const fault = refused?.errors.find(({ pointer }) => pointer === `/${name}`);
  const [says, about] = [fault?.message ?? hint, `${name}-about`];
  return (
    <div>
      <label>
        {label}
        <input
          {...{ name, type, autocomplete, ...rest }}
          value={value ?? ""}
          aria-invalid={fault ? "true" : undefined}
          aria-describedby={says ? about : undefined}
        />
      </label>
      {says && <p id={about} class={fault ? "fault" : "hint"}>{says}</p>}
    </div>
  );
}
