import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import { quoteNumbers } from "../shared/exact_json.ts";
import { qrSvg } from "./qr.ts";

/** How to print: `all` copies of the kind, or these labels; the first copy alone where left out. */
export interface PrintOptions {
  readonly copies?: "all" | readonly string[] | undefined;
}

const folder = fileURLToPath(new URL(".", import.meta.url));
const templates = new Set(["supply", "challan", "entries"]);
let started: NodeCompiler | undefined;

function compiler(): NodeCompiler {
  started ??= NodeCompiler.create({ workspace: folder, fontArgs: [{ fontPaths: [`${folder}fonts`] }] });
  return started;
}

/**
 * The document as a PDF. `document` is the JSON text of `billing.print_document` (PrintDocument of document.ts); its numbers
 * go through as written, so no figure is ever a float. The same text gives the same bytes. Throws on text that is not that
 * document, naming what Typst said.
 */
export function printVoucher(document: string, options: PrintOptions = {}): Uint8Array {
  const { template, copies, signedQr } = printFacts(document);
  return paper(template, document, signedQr, labelsOf(copies, options.copies));
}

/**
 * A document on paper: `<template>.typ` reads its JSON text as data.json, its QR, if it has one, as qr.svg, and prints one
 * copy a label. Throws where the template does not fit the text, naming what Typst said.
 */
export function paper(template: string, document: string, qr: string | null, labels: readonly string[]): Uint8Array {
  // Straight to bytes: a compiled document kept as an object is freed only when the event loop turns.
  return made(template, document, qr, labels, (typst, job) => new Uint8Array(typst.pdf(job)));
}

/** The same as one SVG, page under page, its letters drawn: a picture for a screen, without fonts and without a script. */
export function picture(template: string, document: string, labels: readonly string[]): string {
  return made(template, document, null, labels, (typst, job) => typst.plainSvg(job).replace(/\n\s+/g, "\n"));
}

type Job = Parameters<NodeCompiler["compile"]>[0];

function made<T>(
  template: string,
  document: string,
  qr: string | null,
  labels: readonly string[],
  make: (typst: NodeCompiler, job: Job) => T,
): T {
  const typst = compiler();
  // Files rather than inputs: with other inputs Typst would read its library and these templates anew each time.
  handOver(typst, "data.json", quoteNumbers(document));
  handOver(typst, "qr.svg", qr === null ? "" : qrSvg(qr));
  handOver(typst, "copies.json", JSON.stringify(labels));
  const job = { mainFilePath: `${folder}${template}.typ` };
  try {
    return make(typst, job);
  } catch {
    throw new Error(`the document cannot be printed: ${diagnosis(typst, job)}`);
  } finally {
    typst.evictCache(1);
  }
}

function handOver(typst: NodeCompiler, name: string, text: string): void {
  typst.mapShadow(`${folder}${name}`, Buffer.from(text));
}

/** A document without labels is printed once, unlabelled. */
function labelsOf(known: readonly string[], wanted: PrintOptions["copies"] = known.slice(0, 1)): readonly string[] {
  const labels = wanted === "all" ? known : wanted;
  return labels.length === 0 ? [""] : labels;
}

interface Facts {
  readonly template: string;
  readonly copies: readonly string[];
  readonly signedQr: string | null;
}

interface Read {
  readonly form?: { readonly template?: string };
  readonly copies?: string[];
  readonly eInvoice?: { readonly status?: string; readonly signedQrCode?: string | null };
}

/** What TypeScript itself needs to know: only texts are read here, never a figure. */
function printFacts(document: string): Facts {
  const { form, copies = [], eInvoice }: Read = JSON.parse(document);
  const template = form?.template ?? "supply";
  if (!templates.has(template)) throw new Error(`the document cannot be printed: no template ${template}`);
  return { template, copies, signedQr: eInvoice?.status === "generated" ? eInvoice.signedQrCode ?? null : null };
}

function diagnosis(typst: NodeCompiler, job: Job): string {
  const error = typst.compile(job).takeError();
  return error === null ? "no reason given" : JSON.stringify(typst.fetchDiagnostics(error)).slice(0, 1000);
}
