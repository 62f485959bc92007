import assert from "node:assert/strict";
import { buyer, consumer, invoice, posted, today } from "../support/books.ts";
import { openPrints, sale, service } from "../support/prints.ts";

const { books, house, printed } = await openPrints();
Deno.test.afterAll(books.close);

Deno.test("a purchase prints its supplier and the supplier's number, and its return names both numbers", async () => {
  const bill = { supplierInvoiceNumber: "SUP/881", supplierInvoiceDate: "2026-11-18" };
  const { id, number } = await printed(sale("purchase_invoice", bill), [
    "PURCHASE INVOICE",
    "Supplier Buyer in 29",
    "Supplier's invoice SUP/881 18-Nov-2026",
    "Recipient printing Private Limited",
  ]);
  await printed({ type: "purchase_return", date: today, originalVoucherId: id, reason: "Damaged" }, [
    "PURCHASE RETURN",
    `Against Purchase Invoice ${number} dated 20-Nov-2026 (supplier’s no. SUP/881 of 18-Nov-2026)`,
    "Returned to Buyer in 29",
  ]);
});

Deno.test("a self invoice says who issued it and that the recipient owes the tax", async () => {
  await printed(
    sale("self_invoice", {
      party: consumer({ name: "Village Weavers", address: "Main Road", stateCode: "29" }),
      receivedOn: today,
    }),
    [
      "SELF INVOICE",
      "Issued by the recipient under section 31(3)(f)",
      "Tax payable on reverse charge basis: Yes",
      "CGST payable by recipient 90.00",
      "Received on 20-Nov-2026",
    ],
  );
});

Deno.test("receipt, refund and payment vouchers say what the money is for", async () => {
  const { id, number } = await printed(sale("receipt_voucher", { lines: [service()] }), [
    "RECEIPT VOUCHER",
    "Received from Buyer in 29",
    "rule 50",
    "Place of supply Karnataka (29)",
    "90.00 9%",
  ]);
  await printed({ type: "refund_voucher", date: today, originalVoucherId: id }, [
    "REFUND VOUCHER",
    "rule 51",
    `Receipt Voucher ${number} dated 20-Nov-2026`,
  ]);
  await printed(sale("payment_voucher", { lines: [service()] }), [
    "PAYMENT VOUCHER",
    "Paid to Buyer in 29",
    "rule 52",
    "Tax payable on reverse charge basis: Yes",
  ]);
});

Deno.test("an invoice that uses an advance up names it beside its total", async () => {
  const advance = (await posted(books, house, sale("receipt_voucher", { lines: [service()] }))).body;
  await printed(sale("tax_invoice", { lines: [service()], advances: [{ voucherId: advance.id }] }), [
    `Advance adjusted, ${advance.number} 1,180.00`,
  ]);
});

Deno.test("a receipt and a payment print their entries, what they settle and the instrument", async () => {
  const { id, number } = (await posted(books, house, invoice())).body;
  const instrument = { mode: "cheque", reference: "004417", date: today };
  const allocations = [{ voucherId: id, amount: 1180 }];
  await printed({ type: "receipt", date: today, party: buyer(), amount: 1180, instrument, allocations }, [
    "RECEIPT",
    "Received from Buyer in 29",
    "Buyer in 29 1,180.00",
    `Tax Invoice ${number} 20-Nov-2026 1,180.00 1,180.00`,
    "Mode Cheque",
    "Reference 004417",
    "Rupees One Thousand One Hundred Eighty Only",
  ]);
  await printed({
    type: "payment",
    date: today,
    party: buyer("29", { name: "Supplier" }),
    amount: 500,
    instrument: { mode: "upi" },
  }, [
    "PAYMENT",
    "Paid to",
    "Mode UPI",
    "Receiver's signature",
  ]);
});

Deno.test("a journal and a contra print their entries and no party", async () => {
  const entries = [{ ledger: "cash", debit: 250 }, { ledger: "bank", credit: 250 }];
  const journal = await printed({ type: "journal", date: today, entries, narration: "Float of the counter" }, [
    "JOURNAL",
    "Journal no.",
    "Cash 250.00",
    "Float of the counter",
    "Total 250.00 250.00",
  ]);
  assert.ok(!/GSTIN: Unregistered|Party|Bill to/.test(journal.page), journal.page);
  await printed({ type: "contra", date: today, entries }, ["CONTRA", "Contra no."]);
});
