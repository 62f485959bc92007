import assert from "node:assert/strict";
import postgres from "postgres";
import { systemClock } from "../../domain/shared/context.ts";
import { openApp, type TestApp } from "../support/app.ts";
import { type Bookkeeper, invoice, setUpCompany, todayInIndia } from "../support/books.ts";
import { signInAs } from "../support/people.ts";
import { acting } from "../support/tenants.ts";
import { breaches, randomFrom, runClient, type Told } from "./load.ts";

/** Bugs as they could be written, and the invariant that must see each. */
const bugs: Record<string, { sql: string; seenBy: RegExp; after?: boolean }> = {
  "a number taken outside the transaction, as from a sequence": {
    sql: `create sequence planted.outside;
      grant usage on sequence planted.outside to public;
      create function planted.plant() returns trigger language plpgsql as $$
      declare
        v_taken bigint := new.next_number - old.next_number;
      begin
        if v_taken > 0 then
          new.next_number := nextval('planted.outside') + v_taken;
          perform nextval('planted.outside') from generate_series(2, v_taken);
        end if;
        return new;
      end $$;
      create trigger planted before update on billing.numbering_counters for each row
        when (old.period = core.financial_year(core.today())) execute function planted.plant()`,
    seenBy: /^I1 /,
  },
  "a number skipped now and then": {
    sql: `create function planted.plant() returns trigger language plpgsql as $$
      begin
        if random() < 0.2 then new.next_number := new.next_number + 1; end if;
        return new;
      end $$;
      create trigger planted before update on billing.numbering_counters for each row execute function planted.plant()`,
    seenBy: /^I1 /,
  },
  "a history that forgets": {
    sql: `create function planted.plant() returns trigger language plpgsql as $$
      begin
        if new.sequence % 7 = 0 then return null; end if;
        return new;
      end $$;
      create trigger planted before insert on billing.numbering_history for each row execute function planted.plant()`,
    seenBy: /^I3 /,
  },
  "a paisa more on one side of the journal": {
    sql: `alter table ledger.ledger_entries disable trigger user;
      create function planted.plant() returns trigger language plpgsql as $$
      begin
        if new.debit > 0 then new.debit := new.debit + 0.01; end if;
        return new;
      end $$;
      create trigger planted before insert on ledger.ledger_entries for each row execute function planted.plant()`,
    seenBy: /^I5 /,
  },
  "a line whose tax is not the voucher's": {
    sql: `create function planted.plant() returns trigger language plpgsql as $$
      begin
        new.cgst_amount := new.cgst_amount + 0.01;
        new.total_amount := new.total_amount + 0.01;
        return new;
      end $$;
      create trigger planted before insert on billing.voucher_lines for each row execute function planted.plant()`,
    seenBy: /^I9 /,
  },
  "an e-invoice that nobody will ask for": {
    sql: `create function planted.plant() returns trigger language plpgsql as $$ begin return null; end $$;
      create trigger planted before insert on einvoice.e_invoices for each row execute function planted.plant()`,
    seenBy: /^I13 /,
  },
  "a key that is not kept with its voucher": {
    sql: `create function planted.plant() returns trigger language plpgsql as $$ begin return null; end $$;
      create trigger planted before insert on core.idempotency_keys for each row execute function planted.plant()`,
    seenBy: /^I14 /,
  },
  "a voucher lost after it was acknowledged": {
    sql: `set session_replication_role = replica;
      delete from billing.vouchers where id = (select id from billing.vouchers limit 1)`,
    seenBy: /^I18 what was acknowledged/,
    after: true,
  },
  "a total changed after it was acknowledged": {
    sql: `update billing.vouchers set total_amount = total_amount + 1, taxable_amount = taxable_amount + 1
      where id = (select id from billing.vouchers limit 1)`,
    seenBy: /^I18 what was acknowledged/,
    after: true,
  },
};

for (const [name, { sql, seenBy, after }] of Object.entries(bugs)) {
  Deno.test(`the invariants see ${name}`, async () => {
    const app = await openApp();
    try {
      const company = await setUpCompany(app.database, "house", { turnover: 90_000_000 }, systemClock);
      const token = await signInAs(app.app, "owner@house.test");
      if (!after) await plant(app, sql);
      const told = await load(app, { ...company, token });
      if (after) {
        assert.deepEqual(await breaches(app.database.adminUrl, told), [], "sound before");
        await plant(app, sql);
      }
      const found = await breaches(app.database.adminUrl, told);
      assert.ok(found.some((breach) => seenBy.test(breach)), `not seen: ${found.slice(0, 5).join("; ")}`);
    } finally {
      await app.close();
    }
  });
}

async function plant({ database }: TestApp, bug: string): Promise<void> {
  const admin = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe("create schema planted; grant usage on schema planted to public");
    await admin.unsafe(bug);
  } finally {
    await admin.end();
  }
}

/** A short load over a real network, with transactions among it that come to nothing. */
async function load({ app, db }: TestApp, as: Pick<Bookkeeper, "tenantId" | "token">): Promise<Told[]> {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, app.fetch);
  try {
    const url = `http://127.0.0.1:${server.addr.port}`;
    const until = performance.now() + 300;
    // On a busy machine 300 ms may hold too few vouchers for a fault of one in seven.
    const clients = [1, 2, 3, 4].map((seed) => {
      let documents = 0;
      return runClient(url, as, randomFrom(seed), () => documents++ >= 15 && performance.now() > until);
    });
    const document = invoice({ date: todayInIndia() });
    for (let turn = 0; turn < 5; turn++) {
      await acting(db, as.tenantId)(async ({ sql }) => {
        await sql`select * from billing.post_vouchers(${sql.json([{ document }] as never)})`;
        throw new Error("undo");
      }).catch(() => {});
    }
    return (await Promise.all(clients)).flat();
  } finally {
    await server.shutdown();
  }
}
