import { dirname, normalize } from "node:path";
import { folders, none, readmes, sources } from "./sources.ts";

/** The house tells people about itself, and what it tells is true. */

const paths = new Set(sources.map(({ path }) => path));
const textOf = (path: string) => sources.find((source) => source.path === path)?.text ?? "";
const config = JSON.parse(textOf("deno.json"));

Deno.test("every folder has a README, or is told of in the one above it", () => {
  const told = (folder: string): boolean => {
    if (paths.has(`${folder}/README.md`)) return true;
    for (let above = dirname(folder); above !== "."; above = dirname(above)) {
      if (paths.has(`${above}/README.md`)) {
        return textOf(`${above}/README.md`).includes(`${folder.slice(above.length + 1)}/`);
      }
    }
    return false;
  };
  none(folders.filter((folder) => !told(folder)), {
    ".ci": "one script, told of in the README",
    ".github": "calls .ci/run",
    "jobs/": "<context>/<verb_noun>.ts is told of in jobs/README.md",
    "tests/domain/": "mirrors domain/",
    "tests/golden/": "golden/ is told of in tests/README.md; a folder a subject",
    "sql/logic/": "logic/<schema>/… is told of in sql/README.md: the path spells the name",
  });
});

Deno.test("a context of the domain has a README, and so has a gateway", () => {
  const rooms = folders.filter((folder) => /^domain\/(?!gateways$)\w+$|^domain\/gateways\/\w+$/.test(folder));
  none(rooms.filter((folder) => !paths.has(`${folder}/README.md`)));
});

Deno.test("a README names only tasks, files and folders that are there", () => {
  const tasks = readmes.flatMap(({ path, text }) =>
    [...text.matchAll(/deno(?:@[\d.]+)? task ([a-z][\w:]*)/g)].filter(([, task = ""]) => !(task in config.tasks))
      .map(([, task]) => `${path} names the task ${task}`)
  );
  none(tasks);
  const links = readmes.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, to = ""]) => normalize(`${dirname(path)}/${to}`))
      .filter((to) => !paths.has(to) && !folders.includes(to.replace(/\/$/, ""))).map((to) => `${path} links to ${to}`)
  );
  none(links);
  const named = readmes.flatMap(({ path, text }) =>
    [...text.matchAll(/`((?:routes|domain|db|jobs|sql|tests)\/[\w./-]+)`/g)].map(([, to = ""]) => to.replace(/\/$/, ""))
      .filter((to) => !paths.has(to) && !folders.includes(to)).map((to) => `${path} names ${to}`)
  );
  none(named);
});

Deno.test("the same Deno everywhere: README, .ci/run, Dockerfile", () => {
  const [version] = textOf("README.md").match(/(?<=deno@)\d+\.\d+\.\d+/) ?? [];
  const elsewhere = {
    "README.md": textOf("README.md").matchAll(/(?:deno@|Deno )(\d+\.\d+\.\d+)/g),
    ".ci/run": textOf(".ci/run").matchAll(/deno_version=(\S+)/g),
    "Dockerfile": textOf("Dockerfile").matchAll(/denoland\/deno:(\S+)/g),
  };
  none(
    Object.entries(elsewhere).flatMap(([path, found]) => {
      const versions = [...found].map(([, at]) => at);
      return versions.length > 0 && versions.every((at) => at === version)
        ? []
        : [`${path} has ${versions.join(", ")}`];
    }),
  );
});

Deno.test("every setting stands in .env.example, and no other", () => {
  const read = [...textOf("db/settings.ts").matchAll(/^ {2}([A-Z][A-Z0-9_]+): v\./gm)].map(([, name = ""]) => name);
  const roles = ["MIGRATOR", "APP", "WORKER", "READER"].map((role) => `PAKKA_${role}_PASSWORD`);
  const shown = [...textOf(".env.example").matchAll(/^([A-Z0-9_]+)=/gm)].map(([, name = ""]) => name);
  none([...read, ...roles].filter((name) => !shown.includes(name)).map((name) => `${name} is not shown`));
  none(shown.filter((name) => !read.includes(name) && !roles.includes(name)).map((name) => `${name} is not read`));
});

Deno.test("every task says what it does", () => {
  none(
    Object.entries<{ description?: string }>(config.tasks).filter(([, task]) => !task.description).map(([name]) =>
      name
    ),
  );
});
