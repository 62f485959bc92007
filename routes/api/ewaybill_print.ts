import { type Context, Hono } from "hono";
import { readBillPrint, readPayload, readQrText, readTripPrint } from "../../domain/ewaybill/mod.ts";
import { printEWayBill, printTrip, qrPng } from "../../domain/print/mod.ts";
import { answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const reads = { tag: "e-way bill", scope: "ewaybill:read", refuses: { 404: ["not_found"] } } as const;

/** What an e-way bill says: to the portal, on paper, to an officer's reader. */
export function ewaybillPrint(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/api/ewaybill/:ewbNumber/payload",
      endpoint({
        ...reads,
        summary: "What the portal was sent for an e-way bill",
        description:
          "Direct: GENEWAYBILL 1.03. Through the invoice portal: the EwbDtls that went with the invoice, or " +
          "the request by IRN. The bill's `road` says which.",
        answers: {
          status: 200,
          description: "The document as sent; transport as first told",
        },
      }),
      async (c) => answerOne(c, await readPayload(contextOf(c), c.req.param("ewbNumber"))),
    )
    .get(
      "/api/ewaybill/:ewbNumber/pdf",
      endpoint({
        ...reads,
        summary: "The printed e-way bill: Part A, the goods by HSN, every entry of Part B, and its QR",
        answers: { status: 200, description: "PDF", media: "application/pdf" },
      }),
      async (c) => {
        const number = c.req.param("ewbNumber");
        return answerPdf(c, `ewb-${number}`, printEWayBill(await readBillPrint(contextOf(c), number)));
      },
    )
    .get(
      "/api/ewaybill/:ewbNumber/qr.png",
      endpoint({
        ...reads,
        summary: "The QR code of an e-way bill: its number, who made it and when",
        answers: { status: 200, description: "PNG", media: "image/png" },
      }),
      async (c) =>
        c.body(qrPng(await readQrText(contextOf(c), c.req.param("ewbNumber"))), 200, { "content-type": "image/png" }),
    )
    .get(
      "/api/ewaybill/consolidated/:number/pdf",
      endpoint({
        ...reads,
        summary: "The printed consolidated e-way bill",
        answers: { status: 200, description: "PDF", media: "application/pdf" },
      }),
      async (c) => {
        const number = c.req.param("number");
        return answerPdf(c, `cewb-${number}`, printTrip(await readTripPrint(contextOf(c), number)));
      },
    );
}

function answerPdf(c: Context<Env>, name: string, pdf: Uint8Array): Response {
  return c.body(pdf as Uint8Array<ArrayBuffer>, 200, {
    "content-type": "application/pdf",
    "content-disposition": `inline; filename="${name}.pdf"`,
  });
}
