import assert from "node:assert/strict";
import criteria from "../requirements.json" with { type: "json" };
import { provenBy, readJunit, standings } from "./requirements.ts";

Deno.test("all 145 criteria of the requirements are known", () => {
  assert.equal(Object.keys(criteria).length, 145);
});

Deno.test("a test proves the criteria its name begins with, and no other", () => {
  assert.deepEqual(provenBy("R1.3 numbers have no gap, see R1.8"), ["R1.3"]);
  assert.deepEqual(provenBy("R1.3, R1.8: numbers"), ["R1.3", "R1.8"]);
  assert.deepEqual(provenBy("numbering > R1.8 no number twice"), ["R1.8"]);
  assert.deepEqual(provenBy("no R1.3 here"), []);
});

Deno.test("one failing test fails its criterion, and a skipped one proves nothing", () => {
  const xml = `<testsuites><testsuite name="a">
    <testcase name="R1.1 &quot;a&quot; &lt; b" classname="./a.ts" time="0.1" line="1" col="6"/>
    <testcase name="R1.1 again" classname="./a.ts"><failure message="no">a stack</failure></testcase>
    <testcase name="R1.2 stands" classname="./a.ts"></testcase>
    <testcase name="R1.3 waits" classname="./a.ts"><skipped/></testcase></testsuite></testsuites>`;
  const cases = readJunit(xml);
  assert.equal(cases[0]?.name, 'R1.1 "a" < b');
  assert.deepEqual([...standings(cases, ["R1.1", "R1.2", "R1.3"]).values()], ["fail", "pass", "missing"]);
  assert.throws(() => standings([{ name: "R9.99 of another paper", outcome: "pass" }], ["R1.1"]), /no criterion/);
});
