import assert from "node:assert/strict";
import { type Line, runPipeline } from "../../../domain/portals/pipeline.ts";

interface Seen {
  claims: number[];
  groups: (number | string)[][];
  underWay: number;
  most: number;
  held: number;
  mostHeld: number;
}

const soon = (ms = 1) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A line over `howMany` numbers, that counts what it sees; an answer is the number, or "back n". */
function lineOf(howMany: number, more: Partial<Line<number, number | string>> = {}) {
  let next = 0;
  const seen: Seen = { claims: [], groups: [], underWay: 0, most: 0, held: 0, mostHeld: 0 };
  const line: Line<number, number | string> = {
    width: 4,
    claim: async (n) => {
      seen.claims.push(n);
      await soon();
      const rows = Array.from({ length: Math.min(n, howMany - next) }, () => next++);
      seen.held += rows.length;
      seen.mostHeld = Math.max(seen.mostHeld, seen.held);
      return rows;
    },
    settle: async (row) => {
      seen.most = Math.max(seen.most, ++seen.underWay);
      await soon(1 + row % 3);
      seen.underWay--;
      seen.held--;
      return row;
    },
    putBack: (row) => {
      seen.held--;
      return `back ${row}`;
    },
    record: async (answers) => {
      seen.groups.push([...answers]);
      await soon(2);
    },
    ...more,
  };
  return { line, seen, told: () => seen.groups.flat() };
}

Deno.test("pipeline: everything is settled once and written down once, so many at a time", async () => {
  const { line, seen, told } = lineOf(100);
  await runPipeline(line);
  assert.deepEqual((told() as number[]).toSorted((a, b) => a - b), Array.from({ length: 100 }, (_, n) => n));
  assert.equal(seen.most, 4);
  assert.ok(seen.mostHeld <= 8, `held ${seen.mostHeld}: no more is taken than fits, however much waits`);
  assert.ok(seen.groups.length < 60, "answers that come while others are written go together");
});

Deno.test("pipeline: the next are taken and answers written while calls are on their way", async () => {
  const { line, seen } = lineOf(24, { record: async () => await soon(60), claim: undefined as never });
  let [left, claimsUnderWay] = [24, 0];
  const started = performance.now();
  await runPipeline({
    ...line,
    claim: async (n) => {
      if (seen.underWay > 0) claimsUnderWay++;
      await soon(20);
      return Array.from({ length: Math.min(n, left) }, () => left--);
    },
    settle: async (row) => {
      seen.underWay++;
      await soon(20);
      seen.underWay--;
      return row;
    },
  });
  assert.ok(claimsUnderWay >= 2, `${claimsUnderWay}`);
  assert.ok(performance.now() - started < 6 * 100, "not one after the other");
});

Deno.test("pipeline: told to stop it takes no more, puts back what waits, and writes down what was under way", async () => {
  const stopping = new AbortController();
  const { line, told } = lineOf(1000, { signal: stopping.signal });
  setTimeout(() => stopping.abort(), 15);
  await runPipeline(line);
  const answers = told();
  const back = answers.filter((answer) => String(answer).startsWith("back")).map((answer) =>
    Number(String(answer).slice(5))
  );
  assert.ok(answers.length < 200 && answers.length > 4);
  const all = [...answers.filter((answer): answer is number => typeof answer === "number"), ...back];
  assert.deepEqual(all.toSorted((a, b) => a - b), Array.from({ length: all.length }, (_, n) => n), "none is lost");
});

Deno.test("pipeline: a database that fails ends it with its error, after what could be written was", async () => {
  let claims = 0;
  const { line, seen, told } = lineOf(1000);
  const failing = { ...line, claim: (n: number) => ++claims > 3 ? Promise.reject(new Error("gone")) : line.claim(n) };
  await assert.rejects(runPipeline(failing), /gone/);
  assert.equal(seen.underWay, 0);
  const taken = seen.claims.length > 0 ? told().length : 0;
  assert.ok(taken >= 8, "what was taken is answered or put back");

  const unwritten = lineOf(50, { record: () => Promise.reject(new Error("read only")) });
  await assert.rejects(runPipeline(unwritten.line), /read only/);
  assert.equal(unwritten.seen.underWay, 0);
});

Deno.test("pipeline: what opens a way while it runs is taken in the same run", async () => {
  const ways = [[1], [], [2, 3]];
  const { line, told } = lineOf(0, { claim: () => Promise.resolve(ways.shift() ?? []) });
  await runPipeline(line);
  assert.deepEqual(told().toSorted(), [1, 2, 3]);
});

Deno.test("pipeline: whatever ends at the same moment, nothing that was taken is lost", async () => {
  const some = async () => {
    for (let turns = Math.floor(Math.random() * 6); turns > 0; turns--) await Promise.resolve();
  };
  for (let round = 0; round < 2_000; round++) {
    const howMany = 1 + round % 7;
    let next = 0;
    const { line, told } = lineOf(0, {
      width: 1 + round % 3,
      claim: async () => {
        await some();
        return next < howMany ? [next++] : [];
      },
      settle: async (row) => (await some(), row),
    });
    const groups: number[] = [];
    const record = async (answers: readonly (number | string)[]) => (await some(), void groups.push(answers.length));
    await runPipeline({ ...line, record });
    assert.equal(groups.reduce((sum, n) => sum + n, 0), howMany, `round ${round}, ${told().length}`);
  }
});
