import { openDatabase } from "../../db/pool.ts";
import { exportBankFile } from "../../domain/payout/mod.ts";
import { systemClock } from "../../domain/shared/context.ts";
import { deriveKeys, type Keys } from "../../domain/shared/keys.ts";
import { testSecret } from "./app.ts";

/**
 * A process that exports a bank file and stops for ever at the n-th box it opens or seals, after saying so: to be killed there.
 * Arguments: the app's URL, the tenant, n.
 */
const [url = "", tenantId = "", stopAt = "1"] = Deno.args;
const keys = await deriveKeys(testSecret);
let boxes = 0;
const stopping: Keys = {
  ...keys,
  get boxes() {
    if (++boxes === Number(stopAt)) {
      Deno.stdout.writeSync(new TextEncoder().encode("stopped\n"));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    }
    return keys.boxes;
  },
};
const db = openDatabase(url, { max: 1, applicationName: "pakka-exporter" });
const actor = { kind: "job", tenantId, userId: null, roles: [], scopes: new Set<string>() } as const;
await exportBankFile({ db, actor, clock: systemClock, requestId: "exporter", ip: null }, stopping, { format: "csv" });
