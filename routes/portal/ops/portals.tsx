import { Hono } from "hono";
import { listRegistrations as listInvoiceRegistrations } from "../../../domain/einvoice/mod.ts";
import { listRegistrations as listBillRegistrations } from "../../../domain/ewaybill/mod.ts";
import { listBreakers } from "../../../domain/ops/mod.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page } from "../page.ts";
import { Badge, Empty, Head, Sheet, Table } from "../parts.tsx";
import { operations } from "../sections.ts";
import { Instant } from "../times.tsx";
import { BreakerTable } from "./breakers.tsx";
import { plain } from "./words.tsx";

interface Registration {
  readonly gstin: string;
  readonly environment: string;
  readonly username: string;
  readonly isActive: boolean;
  readonly createdAt: string;
  readonly provider?: string | null;
}

/** `/ops/portals`: which portals are called, and with which registrations of the company. */
export function portalsPage(): Hono<Env> {
  return new Hono<Env>().get("/ops/portals", page({ summary: "Portals", scope: "ops:read" }), async (c) => {
    const ctx = contextOf(c);
    const now = ctx.clock.now();
    const [breakers, invoices, bills] = await Promise.all([
      listBreakers(ctx),
      listInvoiceRegistrations(ctx).then(read),
      listBillRegistrations(ctx).then(read),
    ]);
    return showPage(
      c,
      { title: "Portals", section: operations, reload: 15 },
      (
        <>
          <Head title="Portals" now={now}>
            A provider that fails five times within half a minute is left alone for a while; then one call tries it.
          </Head>
          <Sheet title="Who is called">
            <BreakerTable breakers={breakers} now={now} />
          </Sheet>
          <Sheet title="Registered at the e-invoice portal">
            <Registrations of={invoices} now={now} />
          </Sheet>
          <Sheet title="Registered at the e-way bill portal">
            <Registrations of={bills} now={now} />
          </Sheet>
        </>
      ),
    );
  });
}

function read(json: string): readonly Registration[] {
  return (JSON.parse(json) as { data: Registration[] }).data;
}

function Registrations({ of, now }: { of: readonly Registration[]; now: Date }) {
  if (of.length === 0) {
    return <Empty title="None of your GSTINs is registered">Nothing can be sent before one is.</Empty>;
  }
  return (
    <Table
      columns={["GSTIN", "Environment", "User there", "State", "Since"]}
      rows={of.map(({ gstin, environment, username, isActive, createdAt, provider }) => [
        <span class="mono">{gstin}</span>,
        <>
          {plain(environment)}
          {provider && <span class="small quiet">{`${provider} only`}</span>}
        </>,
        <span class="mono">{username}</span>,
        <Badge tone={isActive ? "good" : "plain"}>{isActive ? "In use" : "Replaced"}</Badge>,
        <Instant at={createdAt} now={now} />,
      ])}
    />
  );
}
