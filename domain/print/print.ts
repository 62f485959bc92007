import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { fileURLToPath } from "node:url";
import { qrSvg } from "./qr.ts";

/** How to print: `copies` replaces the document's own list of copy labels. */
export interface PrintOptions {
  readonly copies?: readonly string[];
}

const folder = fileURLToPath(new URL(".", import.meta.url));
let started: NodeCompiler | undefined;

function compiler(): NodeCompiler {
  started ??= NodeCompiler.create({ workspace: folder, fontArgs: [{ fontPaths: [`${folder}fonts`] }] });
  return started;
}

/**
 * The voucher as a PDF. `document` is the JSON text of `billing.print_document` (PrintDocument of document.ts); its numbers go
 * through as written, so no figure is ever a float. The same text gives the same bytes. Throws on text that is not that
 * document, naming what Typst said.
 */
export function printVoucher(document: string, options: PrintOptions = {}): Uint8Array {
  const facts = printFacts(document);
  const labels = options.copies ?? facts.copies;
  const typst = compiler();
  const job = {
    mainFilePath: `${folder}invoice.typ`,
    inputs: {
      data: quoteNumbers(document),
      qr: facts.signedQr === null ? "" : qrSvg(facts.signedQr),
      copies: JSON.stringify(labels.length === 0 ? [""] : labels),
    },
  };
  try {
    // Straight to bytes: a compiled document kept as an object is freed only when the event loop turns.
    return new Uint8Array(typst.pdf(job));
  } catch {
    throw new Error(`the document cannot be printed: ${diagnosis(typst, job)}`);
  } finally {
    typst.evictCache(1);
  }
}

/** JSON text whose numbers are strings of the same digits. Strings stay as they are. */
export function quoteNumbers(json: string): string {
  return json.replace(
    /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g,
    (token) => token.startsWith('"') ? token : `"${token}"`,
  );
}

interface Facts {
  readonly copies: readonly string[];
  readonly signedQr: string | null;
}

/** What TypeScript itself needs to know: only texts are read here, never a figure. */
function printFacts(document: string): Facts {
  const parsed: { copies?: string[]; eInvoice?: { status?: string; signedQrCode?: string | null } } = JSON.parse(
    document,
  );
  const generated = parsed.eInvoice?.status === "generated";
  return { copies: parsed.copies ?? [], signedQr: generated ? parsed.eInvoice?.signedQrCode ?? null : null };
}

function diagnosis(typst: NodeCompiler, job: Parameters<NodeCompiler["compile"]>[0]): string {
  const error = typst.compile(job).takeError();
  return error === null ? "no reason given" : JSON.stringify(typst.fetchDiagnostics(error)).slice(0, 1000);
}
