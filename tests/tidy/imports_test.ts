import { dirname, normalize } from "node:path";
import { none, product, sources, typescript } from "./sources.ts";

/** Which way imports point: main → routes, jobs → domain → db. */

interface Import {
  readonly from: string;
  readonly to: string;
  readonly says: string;
}

/** Every name a file imports from, be it for values, for types, for the effect alone or later. */
function importedBy(text: string): string[] {
  const written = /^(?:import|export)\b[^;"]*?\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gms;
  return [...text.matchAll(written)].map(([, from, bare, later]) => from ?? bare ?? later ?? "");
}

const imports: readonly Import[] = product.flatMap(({ path, text }) =>
  importedBy(text).filter((name) => name.startsWith(".")).map((name) => {
    const to = normalize(`${dirname(path)}/${name}`);
    return { from: path, to, says: `${path} -> ${to}` };
  })
);

const areaOf = (path: string) => path.split("/")[0] ?? "";
// What the portals of one maker have in common is as open to their gateways as domain/shared is to everybody.
const isShared = (path: string) => path.startsWith("domain/shared/") || path.startsWith("domain/gateways/nic/");
/** `domain/voucher`, `domain/gateways/irp`; "" outside domain. */
function contextOf(path: string): string {
  const [area, context = "", gateway = ""] = path.split("/");
  if (area !== "domain") return "";
  return context === "gateways" ? `domain/gateways/${gateway}` : `domain/${context}`;
}
const breaches = (breaks: (one: Import) => boolean) => imports.filter(breaks).map(({ says }) => says);

Deno.test("imports point one way: main to routes and jobs, these to domain, domain to db", () => {
  const mayReach: Record<string, readonly string[]> = {
    "main.ts": ["routes", "jobs", "domain", "db"],
    routes: ["routes", "domain"],
    jobs: ["jobs", "domain", "db"],
    domain: ["domain", "db"],
    db: ["db"],
  };
  const wrong = ({ from, to }: Import) =>
    !mayReach[areaOf(from)]?.includes(areaOf(to)) && !(areaOf(from) === "db" && isShared(to));
  none(breaches(wrong), {
    "routes/deps.ts -> db/pool.ts": "the type of the pool that main.ts hands over",
    "routes/problem.ts -> db/errors.ts": "a refusal raised by SQL leaves as problem+json",
    "routes/demo/": "the development run sets up its own companies",
    "routes/sandbox/": "the portals this machine plays keep their world in schema sandbox; they have no domain",
  });
});

Deno.test("nobody imports routes but main", () => {
  none(breaches(({ from, to }) => areaOf(to) === "routes" && !["routes", "main.ts"].includes(areaOf(from))));
});

Deno.test("a context is reached through its mod.ts alone", () => {
  const wrong = ({ from, to }: Import) =>
    contextOf(to) !== "" && !isShared(to) && contextOf(from) !== contextOf(to) && !to.endsWith("/mod.ts");
  none(breaches(wrong));
});

Deno.test("gateways are closed: contexts reach them, and they reach nothing but domain/shared", () => {
  const isGateway = (path: string) => path.startsWith("domain/gateways/");
  none(breaches(({ from, to }) => isGateway(to) && areaOf(from) !== "domain"));
  none(breaches(({ from, to }) => isGateway(from) && contextOf(from) !== contextOf(to) && !isShared(to)));
});

Deno.test("domain/shared leans on no context", () => {
  none(breaches(({ from, to }) => isShared(from) && areaOf(to) === "domain" && !isShared(to)));
});

Deno.test("no import goes in a circle", () => {
  // Types alone do not run: only what is loaded counts.
  const loaded = new Map(product.map(({ path, text }) => [
    path,
    [...text.matchAll(/^(?:import|export)(?! type)[^;]*?from\s+"(\.{1,2}\/[^"]+)"/gms)]
      .map(([, written = ""]) => normalize(`${dirname(path)}/${written}`)),
  ]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) return void circles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
    if (done.has(path)) return;
    for (const next of loaded.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of loaded.keys()) visit(path, []);
  none(circles);
});

Deno.test("every package is pinned in deno.json, and every pinned one is used", () => {
  const config = JSON.parse(sources.find(({ path }) => path === "deno.json")?.text ?? "{}");
  const pinned: Record<string, string> = config.imports;
  none(
    Object.entries(pinned).filter(([name, at]) => !new RegExp(`^npm:${name}@\\d+\\.\\d+\\.\\d+(-[\\w.]+)?$`).test(at))
      .map(([name, at]) => `${name} ${at}`),
  );
  const bare = typescript.flatMap(({ path, text }) =>
    importedBy(text).filter((name) => !name.startsWith(".")).map((name) => ({ path, name }))
  );
  const packageOf = (name: string) => name.split("/").slice(0, name.startsWith("@") ? 2 : 1).join("/");
  none(
    bare.filter(({ name }) => !name.startsWith("node:") && !(packageOf(name) in pinned))
      .map(({ path, name }) => `${path} imports ${name}`),
  );
  // Some are found by import.meta.resolve, or named in what is generated.
  const code = sources.filter(({ path }) => /\.tsx?$/.test(path) && !path.startsWith("tests/tidy/")).map(({ text }) =>
    text
  ).join("\n");
  const unused = Object.keys(pinned).filter((name) => !new RegExp(`["\`@]${name}["/@\`]`).test(code));
  none(unused, {
    "@hono/standard-validator": "hono-openapi asks its user to bring it (a peer dependency)",
    "otpauth": "one-time codes for partners: the next context to be built",
  });
});
