import { dirname, resolve } from "node:path";

/** Who the server runs as when we are root; PostgreSQL refuses to run as root itself. */
export interface ServerUser {
  uid: number;
  gid: number;
}

const nobody: ServerUser = { uid: 65534, gid: 65534 };

/** The user `postgres` or `nobody` of this machine, else a bare number; undefined where we are not root. */
export async function serverUser(): Promise<ServerUser | undefined> {
  if (Deno.build.os === "windows" || Deno.uid() !== 0) return undefined;
  const passwd = await Deno.readTextFile("/etc/passwd").catch(() => "");
  for (const name of ["postgres", "nobody"]) {
    const line = passwd.split("\n").find((line) => line.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(":") ?? [];
    if (uid && gid && Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  return nobody;
}

/** Whether `user` may walk down to `path`; a part that does not exist yet is ours to make, so it counts as open. */
export async function canReach(path: string, user: ServerUser | undefined): Promise<boolean> {
  if (!user) return true;
  for (let dir = resolve(path);; dir = dirname(dir)) {
    const stat = await Deno.stat(dir).catch(() => undefined);
    if (stat?.isDirectory && !mayEnter(stat, user)) return false;
    if (dir === dirname(dir)) return true;
  }
}

function mayEnter(stat: Deno.FileInfo, user: ServerUser): boolean {
  const mode = stat.mode ?? 0o777;
  if (stat.uid === user.uid) return (mode & 0o100) !== 0;
  if (stat.gid === user.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}
