import { type EInvoiceWorld, gstinOf, house, rowsOf } from "./einvoice_world.ts";
import type { Traffic } from "./portal_traffic.ts";

/** How what had piled up while the portal was down went out, once it answered again. */
export interface Drained {
  /** Calls that met the portal while it was down. */
  readonly callsWhileDown: number;
  /** From the first answer to the last document that was not tried while it was down: those wait a pause of their own. */
  readonly seconds: number;
  /** The most documents of one GSTIN that were sent in any sixty seconds. */
  readonly mostInAMinute: number;
  /** Documents that went before an older one of their GSTIN, other than beside it. */
  readonly outOfOrder: number;
  readonly registered: number;
}

/**
 * The portal down for two hours while documents pile up, three of four under one GSTIN and the rest under another; then it
 * answers, and the job is run as its schedule and its own nudges run it, a step of the clock at a time.
 */
export async function drain(
  world: EInvoiceWorld,
  traffic: Traffic,
  branch: string,
  { howMany, perMinute, stepSeconds }: { howMany: number; perMinute: number; stepSeconds: number },
): Promise<Drained> {
  traffic.sites[0]!.callsPerMinute = perMinute;
  await traffic.down("irp");
  const steps = 24; // of five minutes
  let callsWhileDown = 0;
  for (let step = 0; step < steps; step++) {
    const wanted = Math.floor(howMany * (step + 1) / steps) - Math.floor(howMany * step / steps);
    const ofBranch = Math.floor(wanted / 4);
    for (const [n, more] of [[wanted - ofBranch, {}], [ofBranch, { companyGstin: branch }]] as const) {
      if (n > 0) await traffic.postMany(n, more);
    }
    await traffic.run();
    callsWhileDown += traffic.calls().length;
    world.later(300);
  }
  await traffic.up();
  const began = world.clock.now();
  for (let step = 0; step < 2 * howMany; step++) {
    const { nextInSeconds } = await traffic.run();
    traffic.calls();
    if (nextInSeconds === null) break;
    world.later(stepSeconds);
  }
  return { callsWhileDown, ...await howItWent(world, branch, began) };
}

async function howItWent(world: EInvoiceWorld, branch: string, began: Date) {
  const rows = await rowsOf(world)(({ sql }) =>
    sql`select c.gstin, extract(epoch from c.called_at - ${began})::float8 as second, e.id, exists (
        select from ops.api_calls t where t.entity_id = c.entity_id and t.operation = 'generate' and t.called_at < ${began}) as was_tried
      from ops.api_calls c join einvoice.e_invoices e on e.voucher_id = c.entity_id
      where c.operation = 'generate' and c.outcome = 'done' and c.called_at >= ${began} order by c.called_at, e.id`
  );
  let [mostInAMinute, outOfOrder] = [0, 0];
  for (const gstin of [gstinOf(house), branch]) {
    const sent = rows.filter((row) => row.gstin === gstin);
    for (let from = 0, to = 0; to < sent.length; to++) {
      while (sent[to]!.second - sent[from]!.second >= 60) from++;
      mostInAMinute = Math.max(mostInAMinute, to - from + 1);
      if (to > 0 && sent[to]!.id < sent[to - 1]!.id) outOfOrder++;
    }
  }
  const [row] = await world
    .db`select count(*)::int as n from sandbox.irp_invoices where ack_at >= ${began}::timestamptz - interval '1 minute'`;
  const seconds = Math.max(...rows.filter(({ was_tried }) => !was_tried).map(({ second }) => second));
  return { seconds, mostInAMinute, outOfOrder, registered: row!.n as number };
}
