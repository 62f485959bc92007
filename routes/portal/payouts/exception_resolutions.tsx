import type { Visitor } from "../../../domain/core/mod.ts";
import type { Refusal } from "../../../domain/shared/refusals.ts";
import { FormToken } from "../layout.tsx";
import { Sheet } from "../parts.tsx";
import type { Words } from "../words/en.ts";
import { type Exception, exceptionPath } from "./exceptions.tsx";
import { Field } from "./parts.tsx";

/** What a form was sent with. */
export type Entered = Readonly<Record<string, string>>;

interface Shown {
  readonly one: Exception;
  readonly words: Words;
  readonly visitor: Visitor;
  readonly entered?: Entered;
  readonly refused?: Refusal;
}

/** What may be decided on this row, each in a form of its own; those somebody may not decide are not offered. */
export function Resolutions({ one, words, visitor, entered, refused }: Shown) {
  const says = words.payouts.exceptions;
  const { scopes } = visitor.caller.actor;
  const mayDecide = scopes.has("payouts:approve");
  const offered = one.allowed.filter((resolution) =>
    mayDecide || (resolution === "raise_with_bank" && scopes.has("payouts:write"))
  );
  if (one.allowed.length === 0 || !scopes.has("payouts:write")) return null;
  return (
    <Sheet title={says.decideTitle}>
      {!mayDecide && <p class="body small quiet">{says.notYours}</p>}
      {mayDecide && one.needsSecondPerson && <p class="body small quiet">{says.needsSecond}</p>}
      {offered.map((resolution, at) => {
        const isAsked = entered?.resolution === resolution;
        const isOpen = entered === undefined ? at === 0 : isAsked;
        return (
          <details class="fold" open={isOpen}>
            <summary>{says.resolutions[resolution]?.title ?? resolution}</summary>
            <Resolving {...{ one, words, visitor, resolution }} {...(isAsked && { entered, refused })} />
          </details>
        );
      })}
    </Sheet>
  );
}

function Resolving({ one, words, visitor, resolution, entered = {}, refused }: Shown & { resolution: string }) {
  const says = words.payouts.exceptions;
  const { fields } = says;
  const needsReason = ["write_off", "ignore_with_reason", "raise_with_bank"].includes(resolution);
  const own = {
    allocate: { name: "amount", label: fields.amount, hint: fields.amountHint, inputmode: "decimal" as const },
    link_to_invoice: { name: "invoiceId", label: fields.invoiceId, hint: fields.invoiceHint, required: true },
    accept_status: { name: "utrNumber", label: fields.utrNumber, hint: fields.utrHint },
  }[resolution];
  const isAsked = own && (own.name !== "utrNumber" || one.utrNumber === null);
  return (
    <form method="post" action={exceptionPath(one.exceptionId)} class="body stacked">
      <FormToken visitor={visitor} />
      <input type="hidden" name="resolution" value={resolution} />
      <p>{says.resolutions[resolution]?.about}</p>
      <div class="fields">
        {isAsked && <Field {...own} {...{ refused }} value={entered[own.name]} />}
        <Field
          {...{ refused }}
          name="reason"
          label={fields.reason}
          value={entered.reason}
          required={needsReason}
          maxlength={300}
        />
      </div>
      <div class="actions">
        <button class="main" type="submit">{says.resolutions[resolution]?.button ?? says.decide}</button>
      </div>
    </form>
  );
}
