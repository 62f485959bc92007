import assert from "node:assert/strict";
import { type Bookkeeper, type Books, invoice, line, openBooks, posted } from "./books.ts";
import { readPdf } from "./pdf.ts";

/** Where to leave what is printed, for a person to look at. */
const folder = Deno.env.get("PAKKA_PRINTS");

/** Books whose vouchers can be read on paper. */
export interface Prints {
  readonly books: Books;
  /** A company in Karnataka and Chandigarh with a letter of undertaking, below every limit. */
  readonly house: Bookkeeper;
  /** The pages of a voucher's PDF as GET /api/vouchers/{id}/pdf answers it. */
  pagesOf(as: Bookkeeper, id: string, query?: string): Promise<readonly string[]>;
  /** Posts, prints, and finds every text on the first page; answers the voucher and that page. */
  // deno-lint-ignore no-explicit-any -- the voucher as answered
  printed(document: object, texts: readonly string[], as?: Bookkeeper): Promise<any>;
}

export async function openPrints(): Promise<Prints> {
  const books = await openBooks();
  const house = await books.makeBookkeeper("printing", { states: ["29", "04"], luts: ["2026-27"] });
  const pagesOf: Prints["pagesOf"] = async (as, id, query = "") => {
    const answer = await books.app.request(`/api/vouchers/${id}/pdf${query}`, {
      headers: { authorization: `Bearer ${as.token}` },
    });
    assert.equal(answer.status, 200, await answer.clone().text().then((text) => text.slice(0, 500)));
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const name = answer.headers.get("content-disposition")!.match(/"(.*)"/)![1];
    if (folder) Deno.writeFileSync(`${folder}/${name}`, bytes);
    const pdf = await readPdf(bytes);
    pdf.close();
    return pdf.pages;
  };
  const printed: Prints["printed"] = async (document, texts, as = house) => {
    const { body } = await posted(books, as, document);
    const [page] = await pagesOf(as, body.id);
    assert.deepEqual(texts.filter((text) => !page!.includes(text)), [], page);
    return { ...body, page };
  };
  return { books, house, pagesOf, printed };
}

/** An invoice as another kind. */
export const sale = (type: string, more: Record<string, unknown> = {}) => ({ ...invoice(more), type });

export const service = (more: Record<string, unknown> = {}) =>
  line({ description: "Consulting", hsn: "998311", unit: "OTH", ...more });

export const shipTo = {
  name: "Buyer, Store",
  address: "Plot 5, Peenya",
  city: "Bengaluru",
  pincode: "560058",
  stateCode: "29",
};

export const transport = {
  mode: "road",
  vehicleNumber: "KA01AB1234",
  transporterName: "Deccan Carriers",
  distanceKm: 350,
  documentNumber: "LR-77",
  documentDate: "2026-11-20",
};
