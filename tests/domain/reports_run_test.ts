import assert from "node:assert/strict";
import Papa from "papaparse";
import { writeCsv } from "../../domain/reports/csv.ts";
import { reports, runReport } from "../../domain/reports/mod.ts";
import type { Context } from "../../domain/shared/context.ts";
import { invoice, openBooks, postedTogether } from "../support/books.ts";

Deno.test("no cell of a CSV runs in a spreadsheet, and every text comes back as it was but for the apostrophe", () => {
  const cells = [
    "=1+1",
    "+91 80",
    "-cmd|' /C calc'!A0",
    "@sum",
    "\ttab",
    "＝1",
    "-5.00",
    "12.50",
    'He said "a, b"',
    "two\nlines",
    "नमस्ते",
  ];
  const [header, row] = Papa.parse<string[]>(writeCsv(cells.map((_, i) => `c${i}`), [cells]), { newline: "\r\n" }).data;
  assert.deepEqual(header, cells.map((_, i) => `c${i}`));
  assert.deepEqual(row, cells.map((cell, i) => i < 6 ? `'${cell}` : cell));
});

Deno.test("a report longer than one answer holds is refused by name, as JSON and as CSV", async () => {
  const books = await openBooks();
  try {
    const { house, rival } = books;
    await postedTogether(books, house, [invoice()]);
    await postedTogether(books, rival, [invoice(), invoice()]);
    const actor = {
      kind: "user",
      tenantId: house.tenantId,
      userId: house.userId,
      roles: [],
      scopes: new Set(),
    } as const;
    const ctx = { db: books.db, actor, clock: books.clock, requestId: "test", ip: null } as unknown as Context;
    const dayBook = reports.find(({ name }) => name === "day-book")!;
    for (const format of ["json", "csv"]) {
      assert.ok(await runReport(ctx, dayBook, { format }, 4), "the four entries of one invoice");
      await assert.rejects(runReport(ctx, dayBook, { format }, 3), { code: "report_too_long", facts: { limit: 3 } });
    }
  } finally {
    await books.close();
  }
});
