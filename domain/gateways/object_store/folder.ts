import { open } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { type Clock, systemClock } from "../../shared/context.ts";
import { checkedKey, maxBytes, sameBytes } from "./key.ts";
import type { Got, NotDone, ObjectStore, Put } from "./mod.ts";

/** Where objects are written before they have their name. No key begins with a dot, so nobody reads from here. */
const incoming = ".incoming";
/** A file that long without its name was left by a process that died. */
const leftAfterMs = 3_600_000;

/**
 * Objects as files below `root`. A file gets its name when it is whole and on the disk, by a link, which never replaces
 * another; any number of processes may share the folder.
 */
export function folderStore(root: string, clock: Clock = systemClock): ObjectStore {
  let ready: Promise<string> | undefined;
  const opened = () =>
    ready ??= prepare(root, clock).catch((error) => {
      ready = undefined;
      throw error;
    });
  return {
    async put(key, bytes) {
      checkedKey(key);
      if (bytes.length > maxBytes) return { outcome: "refused", why: `more than ${maxBytes} bytes` };
      try {
        return await write(await opened(), key, bytes);
      } catch (error) {
        return notDone(error);
      }
    },
    async get(key) {
      checkedKey(key);
      try {
        return await read(await opened(), key);
      } catch (error) {
        return error instanceof Deno.errors.NotFound ? { outcome: "missing" } : notDone(error);
      }
    },
    describe: () => `folder ${root}`,
  };
}

/** Makes the folder, forgets what dead processes left, and answers where it really is. */
async function prepare(root: string, clock: Clock): Promise<string> {
  await Deno.mkdir(join(root, incoming), { recursive: true });
  const real = await Deno.realPath(root);
  for await (const { name } of Deno.readDir(join(real, incoming))) {
    const path = join(real, incoming, name);
    const written = await Deno.stat(path).then(({ mtime }) => mtime, () => null);
    if (written && clock.now().getTime() - written.getTime() > leftAfterMs) await Deno.remove(path).catch(() => {});
  }
  return real;
}

async function write(root: string, key: string, bytes: Uint8Array): Promise<Put> {
  const path = join(root, key);
  await Deno.mkdir(dirname(path), { recursive: true });
  await within(root, dirname(path));
  const unnamed = join(root, incoming, crypto.randomUUID());
  try {
    await writeThrough(unnamed, bytes);
    await Deno.link(unnamed, path);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return await compare(root, key, bytes);
    throw error;
  } finally {
    await Deno.remove(unnamed).catch(() => {});
  }
  await syncFolder(dirname(path));
  return { outcome: "done", already: false };
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name too must be on the disk before the database lets go of the bytes. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  await folder.sync().finally(() => folder.close());
}

async function compare(root: string, key: string, bytes: Uint8Array): Promise<Put> {
  const there = await read(root, key);
  if (there.outcome === "done" && sameBytes(there.bytes, bytes)) return { outcome: "done", already: true };
  return { outcome: "refused", why: `other bytes lie under ${key}` };
}

async function read(root: string, key: string): Promise<Got> {
  const path = await within(root, join(root, key));
  const { size, isFile } = await Deno.stat(path);
  if (!isFile) return { outcome: "missing" };
  if (size > maxBytes) return { outcome: "refused", why: `${key} has more than ${maxBytes} bytes` };
  return { outcome: "done", bytes: await Deno.readFile(path) };
}

/** A link that somebody laid into the folder leads out of it: refused, as if it were not permitted. */
async function within(root: string, path: string): Promise<string> {
  const real = await Deno.realPath(path);
  if (!real.startsWith(root + sep)) throw new Deno.errors.NotCapable(`${path} leads out of the folder of objects`);
  return real;
}

/** A full disk may be emptied and a mount come back; what is not allowed stays so until somebody allows it. */
function notDone(error: unknown): NotDone {
  const isForbidden = [Deno.errors.PermissionDenied, Deno.errors.NotCapable].some((kind) => error instanceof kind);
  const why = error instanceof Error ? error.message : String(error);
  return { outcome: isForbidden ? "refused" : "retry", why };
}
