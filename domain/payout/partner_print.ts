import { paper, picture } from "../print/mod.ts";

/** What the signature block of a signed invoice says: payout.print_signature, as JSON text. */
export type SignatureJson = string;

/**
 * A partner's tax invoice as a PDF: `json` is the text of payout.print_invoice; with a signature the same pages and its block.
 * The same texts give the same bytes.
 */
export function printPartnerInvoice(json: string, signature: SignatureJson | null): Uint8Array {
  return paper("partner_invoice", signed(json, signature), null, [""]);
}

/** The same as one SVG, its letters drawn, so that a phone shows what the paper says. */
export function drawPartnerInvoice(json: string, signature: SignatureJson | null): string {
  return picture("partner_invoice", signed(json, signature), [""]);
}

/** What a partner holds of a payment; the text of payout.print_receipt. */
export function printReceipt(json: string): Uint8Array {
  return paper("partner_receipt", json, null, [""]);
}

/** Spliced as text: read and written again, 130000.00 would lose its paise. */
function signed(json: string, signature: SignatureJson | null): string {
  return signature === null ? json : `${json.trimEnd().slice(0, -1)},"signature":${signature}}`;
}
