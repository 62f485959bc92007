import { stopIfUnused } from "../../db/embedded.ts";
import { openUsers } from "../../db/embedded/users.ts";

/**
 * Stops the tests' PostgreSQL once no test process uses it. Between two test files of one run nobody does for a moment,
 * so it lingers while the run that started it lives.
 */
const [dataDir = ""] = Deno.args;
const startedBy = Deno.ppid;
const lingerMs = 5000;

for (let stopped = false; !stopped;) {
  const users = await openUsers(dataDir);
  await users.untilEmpty();
  users.close();
  const until = Date.now() + lingerMs;
  while (Deno.ppid === startedBy && Date.now() < until) await new Promise((wake) => setTimeout(wake, 100));
  stopped = await stopIfUnused(dataDir);
}
