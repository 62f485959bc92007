import assert from "node:assert/strict";
import { recorded, storyDatabase, storyNames, tellStory } from "./support/stories.ts";

Deno.test("every story of sql/examples still ends as it was recorded, and leaves nothing behind", async (t) => {
  const database = await storyDatabase();
  try {
    for (const name of storyNames()) {
      // Twice on one database: a story that left something would not be told the same again.
      for (const time of ["first", "second"]) {
        await t.step(`${name}, the ${time} time`, async () => {
          const hint = `if this is right: deno run -P=test tests/support/stories.ts ${name} --record`;
          assert.equal(await tellStory(name, database.appUrl), await recorded(name), hint);
        });
      }
    }
  } finally {
    await database.drop();
  }
});

Deno.test("no story shows an id or a time that differs from day to day", async () => {
  for (const name of storyNames()) {
    const shown = (await recorded(name)).replaceAll(/'\{[^']*\}'/g, "");
    assert.doesNotMatch(shown, /[0-9a-f]{8}-[0-9a-f]{4}-7/);
  }
});
