import type { Context } from "hono";
import { defineRefusals } from "../../domain/shared/refusals.ts";
import type { Upload } from "../../domain/shared/upload.ts";
import type { Env } from "../deps.ts";

const refuse = defineRefusals({
  content_type_not_upload: {
    status: 415,
    message: "a file is wanted: multipart/form-data with the field {field}, or text/csv",
  },
  upload_not_readable: { status: 400, message: "the form cannot be read" },
  upload_missing: { status: 400, message: "the form has no file in its field {field}" },
  upload_empty: { status: 400, message: "the file is empty" },
});

/**
 * The file of a request: a field of a form, with the form's other fields beside it, or the body itself as text/csv under
 * the name of X-File-Name. Refuses: content_type_not_upload, upload_not_readable, upload_missing,
 * upload_empty.
 */
export async function readUpload(c: Context<Env>, field: string): Promise<Upload> {
  const media = (c.req.header("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
  if (media === "multipart/form-data") return checked(await fromForm(c, field), field);
  if (media !== "text/csv") throw refuse("content_type_not_upload", { field });
  const fileName = plainName(c.req.header("x-file-name") ?? "upload.csv");
  return checked({ fileName, file: await c.req.blob(), fields: {} }, field);
}

/** What the route's declaration took in. */
export function uploadOf(c: Context<Env>): Upload {
  const { upload } = c.var;
  if (!upload) throw new Error("a route without an upload in its declaration has none");
  return upload;
}

async function fromForm(c: Context<Env>, field: string): Promise<Upload> {
  const form = await c.req.formData().catch(() => {
    throw refuse("upload_not_readable");
  });
  const file = form.get(field);
  if (!(file instanceof File)) throw refuse("upload_missing", { field }, `/${field}`);
  const fields = [...form.entries()].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return { fileName: plainName(file.name), file, fields: Object.fromEntries(fields) };
}

function checked(upload: Upload, field: string): Upload {
  if (upload.file.size === 0) throw refuse("upload_empty", {}, `/${field}`);
  return upload;
}

/** A name to show and to store: no folder, nothing that is not printed. */
function plainName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? "";
  return base.replace(/[\p{Cc}\p{Cf}]/gu, "").toWellFormed().slice(0, 200) || "upload.csv";
}
