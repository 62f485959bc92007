import type { Child } from "hono/jsx";
import type { Visitor } from "../../domain/core/mod.ts";
import { FormToken } from "./layout.tsx";
import { en, type Words } from "./words/en.ts";

interface Uploaded {
  readonly visitor: Visitor;
  /** The page's own address where it can be: a refusal is shown in place. */
  readonly to: string;
  /** The field that the page names in its `upload`. */
  readonly field: string;
  readonly button: string;
  /** What the file must be, in a sentence. */
  readonly hint?: string;
  readonly fault?: string | undefined;
  readonly words?: Words;
  /** Fields beside the file. */
  readonly children?: Child;
}

/** A form with a file: dropped or chosen, with its progress where scripts run; without one it is a form like any other. */
export function UploadForm({ visitor, to, field, button, hint, fault, words = en, children }: Uploaded) {
  const { drop, sending, checking, failed } = words.upload;
  const about = `${field}-about`;
  return (
    <form
      method="post"
      action={to}
      enctype="multipart/form-data"
      class="stacked"
      data-upload
      {...{ "data-sending": sending, "data-checking": checking, "data-failed": failed }}
    >
      <FormToken visitor={visitor} />
      <label class="drop">
        <span>{drop}</span>
        <input
          type="file"
          name={field}
          accept=".csv,text/csv"
          required
          aria-describedby={about}
          aria-invalid={fault === undefined ? undefined : "true"}
        />
        <span id={about}>
          {fault !== undefined && <span class="fault" role="alert">{fault}</span>}
          {hint !== undefined && <span class="small quiet">{hint}</span>}
        </span>
      </label>
      {children}
      <div class="sent" data-sent hidden>
        <progress max={100} value={0} aria-label={sending}></progress>
        <p class="small" role="status"></p>
      </div>
      <div class="actions">
        <button class="main" type="submit">{button}</button>
      </div>
    </form>
  );
}
