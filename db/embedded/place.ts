import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { locateBinaries } from "./binaries.ts";
import { canReach, serverUser } from "./identity.ts";
import type { Server } from "./server.ts";

/**
 * As root the server runs as another user, who may be unable to walk to a data directory under /root or in a 0700
 * folder; its files then go to /var/lib/pakka, in a folder named by the data directory.
 */
export async function findServer(dataDir: string): Promise<Server> {
  const user = await serverUser();
  const home = "/var/lib/pakka";
  const own = resolve(dataDir);
  const reachable = await canReach(own, user);
  const place = reachable ? own : join(home, createHash("sha256").update(own).digest("hex").slice(0, 12));
  await Deno.mkdir(place, { recursive: true, mode: 0o755 });
  return { user, native: await locateBinaries(user, home), pgdata: join(await Deno.realPath(place), "postgres") };
}

/** Whether initdb has still to run. */
export async function lacksCluster(pgdata: string): Promise<boolean> {
  return await Deno.stat(join(pgdata, "PG_VERSION")).then(() => false, () => true);
}
