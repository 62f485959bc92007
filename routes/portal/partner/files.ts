import { type Context as Asked, Hono } from "hono";
import { z } from "zod";
import {
  type DocumentKind,
  invoicePdf,
  invoicePicture,
  type Paper,
  readPartnerInvoice,
  receiptPdf,
} from "../../../domain/payout/mod.ts";
import type { Context } from "../../../domain/shared/context.ts";
import { readExact } from "../../../domain/shared/exact_json.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { page } from "../page.ts";
import type { Invoice } from "./shapes.ts";

const scope = "partner:own";
/** The signed one where there is one and nothing else is asked for. */
const query = z.strictObject({ type: z.enum(["original", "signed"]).optional() });

/** The invoice as a picture and as a PDF, and the receipt of its payment. */
export function invoiceFiles(): Hono<Env> {
  return new Hono<Env>()
    .get("/partner/invoices/:id/preview.svg", page({ summary: "An invoice as a picture", scope, query }), async (c) => {
      const [ctx, id] = [contextOf(c), c.req.param("id")];
      const svg = await invoicePicture(ctx, id, c.req.valid("query").type ?? await newestOf(ctx, id));
      return c.body(svg, 200, { "content-type": "image/svg+xml; charset=utf-8" });
    })
    .get("/partner/invoices/:id/pdf", page({ summary: "An invoice as a PDF", scope, query }), async (c) => {
      const [ctx, id] = [contextOf(c), c.req.param("id")];
      const type = c.req.valid("query").type ?? await newestOf(ctx, id);
      return answerPdf(c, await invoicePdf(ctx, c.var.deps.documents, id, type));
    })
    .get("/partner/invoices/:id/receipt", page({ summary: "A receipt as a PDF", scope }), async (c) => {
      return answerPdf(c, await receiptPdf(contextOf(c), c.req.param("id")));
    });
}

async function newestOf(ctx: Context, id: string): Promise<DocumentKind> {
  const { digitallySigned } = readExact<Invoice>(await readPartnerInvoice(ctx, id));
  return digitallySigned ? "signed" : "original";
}

function answerPdf(c: Asked<Env>, { fileName, bytes }: Paper): Response {
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
    "content-type": "application/pdf",
    "content-disposition": `attachment; filename="${fileName}"`,
  });
}
