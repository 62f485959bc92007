import { dirname, resolve } from "node:path";

/** Who the server runs as when we are root; PostgreSQL refuses to run as root itself. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/**
 * The user `postgres` or `nobody` of this machine, else any other who is not root, because initdb wants a user that has a
 * name; undefined where we are not root ourselves.
 */
export async function serverUser(): Promise<ServerUser | undefined> {
  if (Deno.build.os === "windows" || Deno.uid() !== 0) return undefined;
  const passwd = await Deno.readTextFile("/etc/passwd").catch(() => "");
  return chooseUser(passwd);
}

/** The choice among the lines of /etc/passwd; the number `nobody` has nearly everywhere where there is no line. */
export function chooseUser(passwd: string): ServerUser {
  const users = passwd.split("\n").map((line) => line.split(":"))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter((user) => user.uid > 0 && user.gid > 0);
  const chosen = ["postgres", "nobody"].flatMap((name) => users.filter((user) => user.name === name))[0] ?? users[0];
  return chosen ? { uid: chosen.uid, gid: chosen.gid } : { uid: 65534, gid: 65534 };
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
