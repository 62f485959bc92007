import { PDFiumLibrary } from "@hyzyla/pdfium";
import jsqr from "jsqr";

/** A rendered page: RGBA bytes, row by row. */
export interface Picture {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** What a reader without a browser sees of a PDF. */
export interface ReadPdf {
  /** The text of each page, in reading order, white space folded and break opportunities removed. */
  readonly pages: readonly string[];
  /** Page `index` (from 0) at `scale` pixels a point. */
  picture(index: number, scale: number): Promise<Picture>;
  close(): void;
}

/** Opens PDF bytes with PDFium. Close it: the memory is not collected. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(bytes);
  const pages = [...document.pages()].map((page) => fold(page.getText()));
  return {
    pages,
    async picture(index, scale) {
      const render = await document.getPage(index).render({ scale, render: "bitmap" });
      return { data: swapRedAndBlue(render.data), width: render.width, height: render.height };
    },
    close() {
      document.destroy();
      library.destroy();
    },
  };
}

/** The text of the QR in the picture, or null. */
export function readQr(picture: Picture): string | null {
  return jsqr.default(picture.data, picture.width, picture.height)?.data ?? null;
}

function fold(text: string): string {
  return text.replace(/[\u200b\ufffe]/g, "").replace(/\s+/g, " ");
}

function swapRedAndBlue(bgra: Uint8Array): Uint8ClampedArray {
  const out = new Uint8ClampedArray(bgra);
  for (let i = 0; i < out.length; i += 4) {
    out[i] = bgra[i + 2]!;
    out[i + 2] = bgra[i]!;
  }
  return out;
}
