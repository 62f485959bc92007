import { crc32, deflateSync } from "node:zlib";

const signature = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
/** One bit a pixel, greyscale, and nothing out of the ordinary: PNG specification 11.2.2. */
const oneBitGrey = [1, 0, 0, 0, 0];

/** A square or oblong picture of black (true) and white as PNG bytes. Rows are of one length; there is at least one. */
export function pngOf(rows: readonly (readonly boolean[])[]): Uint8Array<ArrayBuffer> {
  const [width, height] = [rows[0]?.length ?? 0, rows.length];
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set(oneBitGrey, 8);
  const parts = [
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(scanlines(rows, width))),
    chunk("IEND", new Uint8Array()),
  ];
  return joined(parts);
}

/** Eight pixels a byte, white 1, each row after a byte that says it is not filtered. */
function scanlines(rows: readonly (readonly boolean[])[], width: number): Uint8Array {
  const stride = 1 + Math.ceil(width / 8);
  const bytes = new Uint8Array(stride * rows.length);
  for (const [y, row] of rows.entries()) {
    for (const [x, dark] of row.entries()) {
      if (!dark) bytes[y * stride + 1 + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  }
  return bytes;
}

/** Length, type, data, and the check sum of the latter two. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = joined([new TextEncoder().encode(type), data]);
  const [length, sum] = [new Uint8Array(4), new Uint8Array(4)];
  new DataView(length.buffer).setUint32(0, data.length);
  new DataView(sum.buffer).setUint32(0, crc32(named));
  return joined([length, named, sum]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
