import { folders, generated, none, product, readmes, sources, typescript } from "./sources.ts";

/** Sizes a reader can hold, and names that say something. */

const over = (files: typeof sources, limit: number) =>
  files.filter(({ lines }) => lines.length > limit).map(({ path, lines }) => `${path} has ${lines.length} lines`);

Deno.test("a TypeScript file has at most 200 lines", () => {
  none(over(product, 200));
  none(over(typescript.filter(({ path }) => path.startsWith("tests/")), 350), {
    "tests/sql/numbering_test.ts": "the ten criteria of one requirement, told in order",
  });
});

Deno.test("main.ts is a composition root one can see at once", () => {
  none(over(sources.filter(({ path }) => path === "main.ts"), 65));
});

Deno.test("a file of SQL logic has at most 120 lines, a migration 240", () => {
  none(over(sources.filter(({ path }) => /^sql\/logic\/.*\.sql$/.test(path)), 120));
  none(over(sources.filter(({ path }) => /^sql\/migrations\/.*\.sql$/.test(path)), 240));
});

Deno.test("a README has at most 80 lines", () => none(over(readmes, 80)));

Deno.test("a function has at most 50 lines", () => {
  const long = product.flatMap(({ path, lines }) => {
    let began = -1;
    return lines.flatMap((line, at) => {
      if (/^(export )?(default )?(async )?function\b/.test(line)) began = at;
      if (line !== "}" || began < 0) return [];
      const [length, name] = [at - began + 1, lines[began]?.match(/function\*? (\w+)/)?.[1]];
      began = -1;
      return length > 50 ? [`${path} ${name} has ${length} lines`] : [];
    });
  });
  none(long, {
    "routes/api/": "a file of routes is one chain of declarations, each with its handler beside it",
    "domain/gateways/irp/client.ts makeIrp": "the portal's operations over one wire: six functions in one closure",
    "routes/sandbox/irp/world.ts sandboxWorld": "the portal's memory: ten functions of one statement in one closure",
    "routes/sandbox/ewb/world.ts ewbWorld": "the portal's memory: six functions of one statement in one closure",
  });
});

Deno.test("no file or folder has a name that could hold anything", () => {
  const anything = /(^|[/_])(utils?|helpers?|common|managers?|services?|misc|index)(\.|\/|$)/;
  none([...sources.map(({ path }) => path), ...folders].filter((path) => anything.test(path)));
});

Deno.test("names are in snake_case", () => {
  const odd = sources.map(({ path }) => path).filter((path) => !/^[a-z0-9_./-]+$/.test(path));
  none(odd.filter((path) => !/(^|\/)(README|LICENSE|CHANGELOG|Dockerfile)[^/]*$/.test(path)), {
    "domain/print/fonts/": "fonts keep the names they are published under",
    "routes/portal/static/fonts/": "and so does their licence",
  });
  none(typescript.map(({ path }) => path).filter((path) => /-/.test(path) && !generated.has(path)));
});

Deno.test("every migration has its own number, none is left out", () => {
  const numbers = sources.flatMap(({ path }) => path.match(/^sql\/migrations\/(\d{4})_[a-z0-9_]+\.sql$/)?.[1] ?? []);
  none(numbers.filter((number, at) => Number(number) !== at + 1));
});
