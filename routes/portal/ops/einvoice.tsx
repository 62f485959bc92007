import { Hono } from "hono";
import type { Visitor } from "../../../domain/core/mod.ts";
import { adoptBody, adoptEInvoice, readEInvoice } from "../../../domain/einvoice/mod.ts";
import { listApiCalls } from "../../../domain/ops/mod.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { FormToken, showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Facts, Head, Sheet } from "../parts.tsx";
import { operations } from "../sections.ts";
import { inWords, withInstantsInWords } from "../times.tsx";
import { CallTable } from "./call_table.tsx";
import { State } from "./words.tsx";

/** An e-invoice as its callers see it. */
interface EInvoice {
  readonly status: string;
  readonly irn?: string;
  readonly ackNo?: string;
  readonly ackDate?: string;
  readonly attempts: number;
  readonly nextAttemptAt?: string;
  readonly heldAt?: string;
  readonly error?: { readonly code: string; readonly message?: string };
}

const unsettled = ["pending", "unknown", "failed"];

/** `/ops/einvoices/:voucherId`: how one document stands with the portal, and its signed form taken from a person's hand. */
export function einvoice(): Hono<Env> {
  return new Hono<Env>()
    .get("/ops/einvoices/:voucherId", page({ summary: "An e-invoice", scope: "ops:read" }), async (c) => {
      const ctx = contextOf(c);
      const voucherId = c.req.param("voucherId");
      const one = JSON.parse(await readEInvoice(ctx, voucherId)) as EInvoice;
      const { data: calls } = await listApiCalls(ctx, { entityId: voucherId, portal: "irp", limit: 50 });
      const [now, visitor, number] = [ctx.clock.now(), visitorOf(c), calls[0]?.about?.number];
      const title = `E-invoice ${number ?? ""}`.trim();
      return showPage(
        c,
        { title, section: operations, reload: unsettled.includes(one.status) ? 15 : 0 },
        (
          <>
            <Head title={title} now={now} above={{ href: "/ops/einvoices", label: "E-invoices" }} />
            <Sheet title="How it stands" aside={<State of={one.status} />}>
              <div class="body">
                <Facts facts={factsOf(one)} long={["IRN", "Why"]} />
              </div>
            </Sheet>
            <Sheet title="Calls about it" aside="newest first">
              <CallTable {...{ calls, now, visitor }} />
            </Sheet>
            {unsettled.includes(one.status) && <Adoption voucherId={voucherId} visitor={visitor} />}
          </>
        ),
      );
    })
    .post(
      "/ops/einvoices/:voucherId/adopt",
      page({ summary: "Takes the signed document", scope: "einvoice:write", form: adoptBody }),
      async (c) => {
        const voucherId = c.req.param("voucherId");
        await adoptEInvoice(contextOf(c), c.var.deps.later, voucherId, c.req.valid("form"));
        return c.redirect(`/ops/einvoices/${voucherId}`, 303);
      },
    );
}

function factsOf(one: EInvoice) {
  return {
    "Acknowledgement": one.ackNo,
    "Acknowledged": one.ackDate && inWords(one.ackDate),
    "Tried": `${one.attempts} ${one.attempts === 1 ? "time" : "times"}`,
    "Tried again": one.nextAttemptAt && inWords(one.nextAttemptAt),
    "Waits for you since": one.heldAt && inWords(one.heldAt),
    "IRN": one.irn && <span class="mono">{one.irn}</span>,
    "Why": one.error && withInstantsInWords(one.error.message ?? one.error.code),
  };
}

/** For a document that is registered and of which the portal tells nothing any more. */
function Adoption({ voucherId, visitor }: { voucherId: string; visitor: Visitor }) {
  if (!visitor.caller.actor.scopes.has("einvoice:write")) return null;
  return (
    <Sheet title="It is registered, and the portal does not tell">
      <form class="body stacked" method="post" action={`/ops/einvoices/${voucherId}/adopt`}>
        <FormToken visitor={visitor} />
        <p>
          The GST portal lets you download the signed document for six months. Put it here: it is believed once its
          signature and every figure of it agree with the voucher.
        </p>
        <label>
          Signed invoice
          <textarea name="signedInvoice" rows={4} required spellcheck={false} autocomplete="off" />
        </label>
        <label>
          Signed QR code
          <textarea name="signedQrCode" rows={3} required spellcheck={false} autocomplete="off" />
        </label>
        <div class="actions">
          <button class="main" type="submit">Take it</button>
        </div>
      </form>
    </Sheet>
  );
}
