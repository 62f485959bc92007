import { encodeQR } from "qr";

/**
 * The signed QR of an e-invoice as an SVG, one module of border, black on nothing: the text is the portal's JWS exactly as
 * received. Printed at 56 mm it is over the two inches the portal asks for. Throws when the text does not fit a QR
 * symbol (2,331 bytes at medium correction).
 */
export function qrSvg(text: string): string {
  return encodeQR(text, "svg", { ecc: "medium", border: 1 });
}
