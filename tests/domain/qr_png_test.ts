import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import { qrPng } from "../../domain/print/mod.ts";
import { einvoiceWorld, house } from "../support/einvoice_world.ts";
import { readQr } from "../support/pdf.ts";

/** A PNG of one bit a pixel, read back into the picture a QR reader takes. */
function pictureOf(png: Uint8Array): { data: Uint8ClampedArray; width: number; height: number } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: Record<string, Uint8Array> = {};
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at);
    chunks[new TextDecoder().decode(png.subarray(at + 4, at + 8))] = png.subarray(at + 8, at + 8 + length);
    at += 12 + length;
  }
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const rows = inflateSync(chunks.IDAT!);
  const stride = 1 + Math.ceil(width / 8);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const [y, x] = [Math.floor(i / width), i % width];
    const isWhite = (rows[y * stride + 1 + (x >> 3)]! & (0x80 >> (x & 7))) !== 0;
    data.set(isWhite ? [255, 255, 255, 255] : [0, 0, 0, 255], i * 4);
  }
  return { data, width, height };
}

Deno.test("a PNG of a QR code reads back, whatever its width", () => {
  for (const text of ["a", "pakka", "x".repeat(200), "y".repeat(1200)]) {
    const png = qrPng(text);
    assert.deepEqual([...png.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
    assert.equal(readQr(pictureOf(png)), text);
  }
});

Deno.test({
  name: "R2.3 the signed QR code is had as a PNG that reads back as the portal signed it, by its own company only",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const world = await einvoiceWorld();
    const voucher = await world.post();
    const path = `/api/einvoice/${voucher.id}/qr.png`;
    assert.equal((await world.api(`GET ${path}`)).status, 404, "there is none before the document is registered");
    await world.run(house);
    const { signedQrCode } = await world.standing(voucher.id);
    const answer = await world.api(`GET ${path}`);
    assert.equal(answer.headers.get("content-type"), "image/png");
    assert.equal(readQr(pictureOf(await world.raw(path))), signedQrCode);
    assert.equal((await world.api(`GET ${path}`, { as: "owner@rival.test" })).status, 404);
    await world.close();
  },
});
