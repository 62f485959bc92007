import assert from "node:assert/strict";
import fc from "fast-check";
import { invoice, openBooks, paise, postedTogether, today } from "../support/books.ts";
import { assertBooksAgree, stockKeeper } from "../support/stock.ts";
import { available, divide, emptyPlace, make, type Move, type Place, worth } from "../support/stock_model.ts";
import { addItem } from "../support/tenants.ts";

const books = await openBooks();
Deno.test.afterAll(books.close);

const days = ["2026-11-17", "2026-11-18", "2026-11-19", today];
const issues = ["buy", "sell", "challan", "transfer"] as const;
const takers = ["convert", "convert", "bring back", "credit", "credit", "send back", "cancel"] as const;
const step = fc.record({
  what: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...issues) },
    { weight: 2, arbitrary: fc.constantFrom(...takers) },
  ),
  // thousandths and paise whose product is whole paise: what lines round is another test's matter
  quantity: fc.integer({ min: 1, max: 90 }).map((tenths) => tenths * 100),
  paise: fc.integer({ min: 0, max: 500 }).map((tens) => tens * 10),
  godown: fc.integer({ min: 0, max: 1 }),
  day: fc.integer({ min: 0, max: 3 }),
  which: fc.nat(30),
  alone: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A document that was sent, what it should do, and what it stands on. */
interface Sent {
  readonly kind: string;
  readonly document: unknown;
  readonly original?: Sent | undefined;
  readonly quantity: bigint;
  readonly cost: bigint;
  readonly day: string;
  readonly godown: number;
  id: string;
  moves: Move[];
  taken: bigint;
  isOver: boolean;
}

const decimal = (thousandths: bigint) => `${thousandths / 1000n}.${String(thousandths % 1000n).padStart(3, "0")}`;
const thousandths = (text: string) => BigInt(text.replace(".", ""));

/** One run: steps become documents, single or in batches, and each batch is held against the model. */
async function run(steps: readonly Step[], keeper: Awaited<ReturnType<typeof stockKeeper>>, mayGoBelow: boolean) {
  const itemId = await keeper.act((tx) => addItem(tx, `Item ${crypto.randomUUID()}`));
  const godowns = [await keeper.godown(crypto.randomUUID()), await keeper.godown(crypto.randomUUID())];
  const places: [Place, Place] = [emptyPlace(), emptyPlace()];
  const sent: Sent[] = [];
  let batch: Sent[] = [];
  let isKept = false;

  const draw = (one: Sent): Move[] | null => {
    const place = places[one.godown]!;
    const move = (at: Place, quantity: bigint, value: bigint, onChallan = false) =>
      ({ place: at, day: one.day, quantity, value, onChallan }) satisfies Move;
    const isIssue = ["sell", "challan", "transfer", "send back"].includes(one.kind);
    if (one.kind === "buy") return [make(move(place, one.quantity, worth(place, one.quantity, one.cost)))];
    if (!isKept && isIssue) return [];
    if (isIssue && !mayGoBelow && available(place, one.day) < one.quantity) return null;
    const out = (cost?: bigint) => make(move(place, -one.quantity, worth(place, -one.quantity, cost)));
    if (one.kind === "sell") return [out()];
    if (one.kind === "send back") return [out(one.cost)];
    if (one.kind === "challan" || one.kind === "transfer") {
      const gone = out();
      const to = one.kind === "transfer" ? places[1 - one.godown]! : place;
      return [gone, make(move(to, one.quantity, -gone.value, one.kind === "challan"))];
    }
    const original = one.original!;
    if (original.moves.length === 0) {
      // sold before it was kept: comes back at the average; gone on a challan before it was kept: moves nothing
      return one.kind === "credit" && isKept ? [make(move(place, one.quantity, worth(place, one.quantity)))] : [];
    }
    const whole = original.quantity - original.taken;
    const value = divide(left(original) * one.quantity, whole);
    if (one.kind === "credit") return [make(move(place, one.quantity, worth(place, one.quantity, value)))];
    const sold = make(move(places[original.godown]!, -one.quantity, -value, true));
    return one.kind === "convert" ? [sold] : [sold, make(move(place, one.quantity, value))];
  };
  /** What is left of the cost of a document's goods: on challan, or sold. */
  const left = (original: Sent) => {
    const of = (moves: Move[]) =>
      moves.filter((m) => original.kind !== "challan" || m.onChallan).reduce((sum, m) => sum + m.value, 0n);
    const all = of(original.moves) + sent.filter((s) => s.original === original && !s.isOver)
      .reduce((sum, s) => sum + of(s.moves), 0n);
    return all < 0n ? -all : all;
  };

  const flush = async () => {
    if (batch.length === 0) return;
    const verdicts = await postedTogether(books, keeper, batch.map((one) => one.document));
    for (const [i, one] of batch.entries()) {
      const verdict = verdicts[i]!;
      const moves = draw(one);
      assert.equal(verdict.outcome, moves ? "posted" : "refused", `${one.kind}: ${JSON.stringify(verdict.answer)}`);
      if (!moves) {
        assert.deepEqual(verdict.codes, ["stock_insufficient"]);
        continue;
      }
      if (one.kind === "buy") isKept = true;
      one.id = verdict.answer.id;
      one.moves = moves;
      sent.push(one);
      if (one.original) one.original.taken += one.quantity;
    }
    batch = [];
    await assertLevels();
  };
  const assertLevels = async () => {
    const rows = await keeper.act(({ sql }) => sql`select * from inventory.stock_levels where item_id = ${itemId}`);
    for (const [i, place] of places.entries()) {
      const row = rows.find(({ godown_id }) => godown_id === godowns[i]);
      const told = row && [
        thousandths(row.quantity),
        paise(row.value),
        thousandths(row.on_challan_quantity),
        paise(row.on_challan_value),
      ];
      assert.deepEqual(told ?? [0n, 0n, 0n, 0n], [place.quantity, place.value, place.onChallan, place.onChallanValue]);
      if (!mayGoBelow) assert.ok(place.days.every(({ day }) => available(place, day) >= 0n), "never below zero");
    }
  };
  const cancel = async (one: Sent) => {
    const back = one.moves.map((move) => ({ ...move, quantity: -move.quantity, value: -move.value }));
    const before = places.map((place) => ({ ...place, days: [...place.days] }));
    back.forEach((move) => make(move, true));
    const taken = back.filter((move) => !move.onChallan && move.quantity < 0n);
    const isShort = !mayGoBelow && taken.some((move) => available(move.place, one.day) < 0n);
    if (isShort) {
      places.forEach((place, i) => Object.assign(place, before[i]));
      await assert.rejects(keeper.cancel(one.id), { code: "stock_insufficient" });
    } else {
      await keeper.cancel(one.id);
      one.isOver = true;
      if (one.original) one.original.taken -= one.quantity;
    }
    await assertLevels();
  };

  for (const now of steps) {
    const base = { id: "", moves: [], taken: 0n, isOver: false, godown: now.godown };
    const pick = (...kinds: string[]) => {
      const open = sent.filter((s) =>
        kinds.includes(s.kind) && !s.isOver && s.taken < s.quantity && !batch.some((b) => b.original === s)
      );
      return open[now.which % (open.length || 1)];
    };
    const one = { itemId, quantity: decimal(BigInt(now.quantity)), gstRate: 18, godownId: godowns[now.godown] };
    const day = days[now.day]!;
    if (now.what === "cancel") {
      await flush();
      const free = sent.filter((s) => !s.isOver && s.taken === 0n);
      const target = free[now.which % (free.length || 1)];
      if (target) await cancel(target);
      continue;
    }
    if ((issues as readonly string[]).includes(now.what)) {
      const types: Record<string, string> = { buy: "purchase_invoice", sell: "tax_invoice" };
      const type = types[now.what] ?? "delivery_challan";
      const rate = now.what === "buy" ? now.paise / 100 : 100;
      const more = type === "delivery_challan" ? { purpose: "others" } : {};
      const to = now.what === "transfer" ? { toGodownId: godowns[1 - now.godown] } : {};
      const quantity = BigInt(now.quantity) * (now.what === "buy" ? 3n : 1n);
      const cost = divide(quantity * BigInt(now.paise), 1000n);
      const document = invoice({
        type,
        date: day,
        lines: [{ ...one, rate, quantity: decimal(quantity) }],
        ...more,
        ...to,
      });
      batch.push({ ...base, kind: now.what, document, quantity, cost, day });
    } else {
      const ways: Record<string, [string[], string]> = {
        convert: [["challan"], "tax_invoice"],
        "bring back": [["challan"], "delivery_challan"],
        credit: [["sell", "convert"], "credit_note"],
        "send back": [["buy"], "purchase_return"],
      };
      const [kinds, type] = ways[now.what]!;
      const original = pick(...kinds);
      if (!original) continue;
      const rest = original.quantity - original.taken;
      const quantity = BigInt(now.quantity) > rest ? rest : BigInt(now.quantity);
      const document = {
        type,
        date: today,
        originalVoucherId: original.id,
        lines: [{ itemId, quantity: decimal(quantity), godownId: godowns[now.godown] }],
        ...(type === "delivery_challan" ? { purpose: "others" } : {}),
      };
      const cost = divide(original.cost * quantity, original.quantity);
      batch.push({ ...base, kind: now.what, document, original, quantity, cost, day: today });
    }
    if (now.alone || batch.length === 5) await flush();
  }
  await flush();
  // everything undone, last first, on stock enough for it: purchases may be cancelled while later stock stands in for
  // them, and then a return and its sale would each wait for the other
  const enough = { kind: "buy", quantity: 1_000_000n, cost: 0n, day: days[0]!, moves: [], taken: 0n, isOver: false };
  for (const [i, godownId] of godowns.entries()) {
    const lines = [{ itemId, quantity: decimal(enough.quantity), rate: 0, gstRate: 18, godownId }];
    const document = invoice({ type: "purchase_invoice", date: enough.day, lines });
    batch.push({ ...enough, id: "", godown: i, moves: [], document });
  }
  await flush();
  const [goods, stock] = [sent.slice(0, -2), sent.slice(-2)];
  for (const one of [...goods.toReversed(), ...stock]) if (!one.isOver) await cancel(one);
  assert.deepEqual(places.map((p) => [p.quantity, p.value, p.onChallan, p.onChallanValue]), [
    [0n, 0n, 0n, 0n],
    [0n, 0n, 0n, 0n],
  ]);
}

for (const negative of [false, true]) {
  Deno.test(`stock over random documents is what whole paise make of it${negative ? ", also below zero" : ", never below zero"}; cancelled it is nothing`, async () => {
    const keeper = await stockKeeper(books, { perpetual: true, negative });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 40 }), (steps) => run(steps, keeper, negative)),
      { numRuns: 15, interruptAfterTimeLimit: 60_000 },
    );
    await assertBooksAgree(keeper);
    const theirs = await books.db.begin(async (sql) => {
      await sql`select core.enter(${sql.json({ tenantId: books.rival.tenantId })})`;
      return await sql`select 1 from inventory.stock_moves`;
    });
    assert.equal(theirs.length, 0);
  });
}
