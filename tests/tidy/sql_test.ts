import { logic, matches, none, sources } from "./sources.ts";

/** SQL that a DBA reads top down. What the catalogue knows (comments, search_path, keys, policies) sql/checks asks. */

const functions = logic.filter(({ path }) => path.includes("/functions/"));

Deno.test("a file of SQL begins with a comment that says why it is there", () => {
  const files = sources.filter(({ path }) => /^sql\/(migrations|logic|checks|examples)\/.*\.sql$/.test(path));
  none(
    files.filter(({ path, lines }) => !/\/types\//.test(path) && !lines[0]?.startsWith("--")).map(({ path }) => path),
  );
});

Deno.test("a path spells the name of what its file makes, and the file makes nothing else", () => {
  const kinds: Record<string, RegExp> = {
    functions: /create or replace (?:function|procedure|aggregate) ([\w.]+)/gi,
    views: /create or replace view ([\w.]+)/gi,
    types: /create type ([\w.]+)/gi,
  };
  none(logic.flatMap(({ path, text }) => {
    const [, , schema, kind = "", file = ""] = path.split("/");
    const makes = kinds[kind];
    if (!makes) return [];
    const made = [...text.matchAll(makes)].map(([, name]) => name);
    const wanted = `${schema}.${file.replace(".sql", "")}`;
    return made.length === 1 && made[0] === wanted ? [] : [`${path} makes ${made.join(", ") || "nothing"}`];
  }));
});

Deno.test("a function says in the database too what it is for", () => {
  none(
    functions.filter(({ text }) => !/^comment on (function|procedure|aggregate) /m.test(text)).map(({ path }) => path),
  );
});

Deno.test("keywords are lower case", () => {
  none(matches(logic, /^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|FROM|WHERE|BEGIN|RETURN|WITH)\b/));
});

Deno.test("settings are made for one transaction, never for the connection", () => {
  none(matches(logic, /set_config\([^)]*,\s*false\s*\)/i));
  none(
    matches(
      sources.filter(({ path }) => /^(routes|domain|jobs|db)\/.*\.ts$/.test(path)),
      /set_config\([^)]*,\s*false/i,
    ),
  );
  none(matches(logic, /set_config\(/i), {
    "sql/logic/core/functions/enter.sql": "the one that makes a transaction a tenant's",
    "sql/logic/audit/functions/record_number_crossing.sql": "the same, for IRNs and numbers of e-way bills",
    "sql/logic/ops/functions/record_crossing.sql": "the same, for calls to portals",
    "sql/logic/ops/functions/measure.sql": "a word to four policies, taken back at the end of the function",
    "sql/logic/audit/functions/record_crossing.sql": "a word to one policy, taken back at the end of the function",
  });
});

Deno.test("no statement is put together as text", () => {
  none(matches(logic, /\bexecute\s+(format|'|\$|v_|p_|\()/i), {
    "sql/logic/ops/functions/make_partitions.sql": "tables named by the calendar; takes no text",
    "sql/logic/ops/functions/drop_partitions.sql": "the same",
  });
});

Deno.test("no table is emptied, no role is changed, nothing is sent to listeners by logic", () => {
  none(matches(logic, /\b(truncate\s+\w|set role|set session authorization|pg_notify|\bnotify\s+\w+)\b/i));
});

Deno.test("grants name what they give: never all privileges, never to everybody", () => {
  none(matches(logic, /grant\s+all\s+(privileges\s+)?on|\bto\s+public\b/i));
});

Deno.test("who calls it is there: every file that SQL and comments name", () => {
  const paths = new Set(sources.map(({ path }) => path));
  none(
    sources.filter(({ path }) => /\.(sql|tsx?)$/.test(path) && !path.startsWith("tests/")).flatMap(({ path, text }) =>
      [...text.matchAll(/(?<![\w./-])(?:routes|domain|db|jobs|sql|tests)\/[\w/.-]+\.(?:tsx?|sql|csv)\b/g)]
        .filter(([named]) => !paths.has(named) && !named.includes("NNNN")).map(([named]) => `${path} names ${named}`)
    ),
  );
});
