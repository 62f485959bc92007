import { Hono } from "hono";
import { z } from "zod";
import { listPartners } from "../../../domain/payout/mod.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Badge, Empty, Head, More, Sheet, Table } from "../parts.tsx";
import { payoutDesk } from "../sections.ts";
import type { Words } from "../words/en.ts";
import { wordsOf } from "../words/language.ts";

export interface Partner {
  readonly destinationId: string;
  readonly partnerName: string;
  readonly gstNumber: string | null;
  readonly gstStatus: "active" | "suspended" | "cancelled";
  readonly pan: string | null;
  readonly stateCode: string;
  readonly state: string;
  readonly address: string;
  readonly city: string | null;
  readonly pincode: string | null;
  readonly email: string;
  readonly phone: string | null;
  readonly language: "en" | "hi";
  readonly blockedReason: string | null;
  readonly blockedAt: string | null;
  readonly accountHolder: string | null;
  readonly accountNumber: string | null;
  readonly ifscCode: string | null;
  readonly accountEnteredAt: string | null;
}

interface Listed {
  readonly data: readonly Partner[];
  readonly nextCursor: string | null;
}

const query = z.strictObject({ q: z.string().max(100).optional(), cursor: z.string().max(500).optional() });

export const partnerPath = (destinationId: string) => `/payouts/partners/${encodeURIComponent(destinationId)}`;

/** `/payouts/partners`: who is paid, to be searched. */
export function partners(): Hono<Env> {
  return new Hono<Env>().get(
    "/payouts/partners",
    page({ summary: "Partners", scope: "payouts:read", query }),
    async (c) => {
      const ctx = contextOf(c);
      const words = wordsOf(c);
      const says = words.payouts.partners;
      const { q, cursor } = c.req.valid("query");
      const listed = JSON.parse(await listPartners(ctx, { q, cursor, limit: 50 })) as Listed;
      const mayAdd = visitorOf(c).caller.actor.scopes.has("payouts:write");
      return showPage(
        c,
        { title: says.title, section: payoutDesk },
        (
          <>
            <Head title={says.title} now={ctx.clock.now()} words={words}>{says.about}</Head>
            <form class="filters" method="get" action="/payouts/partners">
              <label>
                {says.search}
                <input name="q" type="search" value={q ?? ""} maxlength={100} />
              </label>
              <button type="submit">{words.payouts.show}</button>
              {mayAdd && <a class="button main" href="/payouts/partners/new">{says.add}</a>}
            </form>
            <Sheet title={q === undefined ? says.title : says.found(q)}>
              <Partners partners={listed.data} words={words} isSearch={q !== undefined} />
              <More path="/payouts/partners" query={{ q }} cursor={listed.nextCursor} label={words.payouts.more} />
            </Sheet>
          </>
        ),
      );
    },
  );
}

interface Shown {
  readonly partners: readonly Partner[];
  readonly words: Words;
  readonly isSearch: boolean;
}

function Partners({ partners, words, isSearch }: Shown) {
  const says = words.payouts.partners;
  if (partners.length === 0) {
    return <Empty title={isSearch ? says.noneFound : says.nothing}>{!isSearch && says.nothingMeans}</Empty>;
  }
  return (
    <Table
      words={words}
      columns={[says.fields.partnerName, says.fields.gstNumber, says.state, says.account, words.payouts.status]}
      rows={partners.map((one) => [
        <>
          <a href={partnerPath(one.destinationId)}>{one.partnerName}</a>
          <span class="small quiet">{one.destinationId}</span>
        </>,
        one.gstNumber ?? <span class="quiet">{says.unregistered}</span>,
        one.state,
        one.accountNumber
          ? (
            <>
              <span class="whole">{one.accountNumber}</span>
              <span class="small quiet">{one.ifscCode}</span>
            </>
          )
          : <span class="quiet none">–</span>,
        <PartnerState of={one} words={words} />,
      ])}
    />
  );
}

/** Whether a partner can be paid, and what stands in the way. */
export function PartnerState({ of, words }: { of: Partner; words: Words }) {
  const says = words.payouts.partners;
  if (of.blockedAt !== null) return <Badge tone="bad">{says.blocked}</Badge>;
  if (of.gstNumber === null) return <Badge tone="warn">{says.unregistered}</Badge>;
  if (of.gstStatus !== "active") return <Badge tone="bad">{says.gstStatuses[of.gstStatus]}</Badge>;
  if (of.accountNumber === null) return <Badge tone="warn">{says.noAccount}</Badge>;
  return <Badge tone="good">{says.payable}</Badge>;
}
