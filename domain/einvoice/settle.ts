import { readDuplicate, readRegisteringIrp } from "../gateways/irp/mod.ts";
import { plainText } from "../portals/mod.ts";
import { accept, type Expected } from "./accept.ts";
import type { Portal } from "./portal.ts";
import { type NotDone, type Verdict, verdictOf } from "./verdict.ts";

/** An e-invoice taken by this worker (einvoice.claim_due). */
export interface Claimed extends Expected {
  readonly e_invoice_id: string;
  readonly voucher_id: string;
  /** The how-manieth time it was taken; an answer counts for its own attempt only. */
  readonly attempt: number;
  /** Where it goes: the provider it was sent to, or the first that is not resting. */
  readonly provider: string | null;
  /** It may have reached the portal before: ask by document number, never send first. */
  readonly ask_first: boolean;
  /** What the portal would refuse of it (einvoice.validate_payloads); none: it is sent. */
  readonly faults: readonly Fault[];
}

/** A code of the portal, the field of the payload as a JSON pointer, and the portal's sentence. */
export interface Fault {
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
}

/**
 * Brings one e-invoice as far as it comes: asks first where it may be registered already, sends otherwise. Whatever the
 * portal does ends in an answer; nothing is thrown for it. Only what the portal signed, about this very document, counts.
 */
export async function settle(portal: Portal, claimed: Claimed): Promise<Verdict> {
  if (claimed.ask_first) return await ask(portal, claimed);
  const [fault, ...more] = claimed.faults.filter(stopsDocument);
  if (fault) return notSent(fault, more);
  return await sendDocument(portal, claimed, true);
}

/** The portal registers a document whose e-way bill it must refuse (its codes 40xx): that holds nothing back. */
function stopsDocument({ code }: Fault): boolean {
  return !/^40\d\d$/.test(code);
}

async function sendDocument(portal: Portal, claimed: Claimed, maySync: boolean): Promise<Verdict> {
  const sent = await portal.clientFor(claimed.voucher_id).generate(portal.registration, claimed.payload);
  if (sent.kind === "done") {
    return await accept(portal.site.documentKeys, claimed, sent.value, "unknown", sent.info);
  }
  if (sent.kind === "refused" && sent.meaning === "sync_taxpayer" && maySync) return await sync(portal, claimed, sent);
  if (sent.kind === "refused" && sent.meaning === "registered_elsewhere") return registeredElsewhere(sent);
  const mayBeThere = sent.kind === "refused"
    ? sent.meaning === "duplicate"
    : sent.kind === "unknown" && sent.reason === "unclassified_code";
  return mayBeThere ? await ask(portal, claimed, sent) : verdictOf(sent);
}

/** The portal may not have heard yet of the recipient: it is told to look, once, and the document sent once more. */
async function sync(portal: Portal, claimed: Claimed, refused: NotDone): Promise<Verdict> {
  if (claimed.buyer_gstin === "URP") return verdictOf(refused);
  const synced = await portal.clientFor(claimed.voucher_id).syncGstin(portal.registration, claimed.buyer_gstin);
  const isActive = synced.kind === "done" && synced.value.status === "ACT";
  return isActive ? await sendDocument(portal, claimed, false) : verdictOf(refused);
}

/**
 * Asks by document number: adopts what is ours, and tells apart "not there" (send again) from "not ours" (stop). `after`
 * is what the portal said to sending it, where that left the matter open.
 */
async function ask(portal: Portal, claimed: Claimed, after?: NotDone): Promise<Verdict> {
  const document = { type: claimed.document_type, number: claimed.number, date: claimed.voucher_date };
  const found = await portal.clientFor(claimed.voucher_id).getByDocument(portal.registration, document);
  if (found.kind === "done") return await accept(portal.site.documentKeys, claimed, found.value, "failed");
  if (found.kind === "refused" && found.meaning === "not_found") return notThere(portal, found.code, after);
  if (found.kind === "refused" && found.meaning === "window_closed") return forgotten(found, after);
  // The answer to a question has no effect at the portal, so whatever went wrong, the document is still unknown.
  return found.kind === "refused" ? verdictOf(found) : { ...verdictOf(found), outcome: "unknown" };
}

/** The portal has no such document: nobody asked for it yet (send it), or what it said to it stands. */
function notThere(portal: Portal, code: string, after?: NotDone): Verdict {
  if (!after) {
    const errorMessage = "the portal has no such document; it is sent again";
    return { outcome: "resend", delayMs: portal.site.settleMs, errorCode: code, errorMessage };
  }
  const said = verdictOf(after);
  if (after.kind === "refused") {
    const { errorCode } = said;
    const errorMessage = `${said.errorMessage}, but it does not show the document yet; it is asked again`;
    return { outcome: "unknown", ...(errorCode && { errorCode }), errorMessage };
  }
  const [error] = after.errors ?? [];
  const errorMessage = `the portal refused it with a code that is not known here: ${
    error?.message ?? "no reason given"
  }`;
  return { ...said, outcome: "failed", errorMessage: plainText(errorMessage) };
}

const wayOut =
  "download its signed invoice and QR code from the GST portal and bring them with POST /api/einvoice/{voucherId}/adopt";

/** More than two days ago: the portal says that it has the document, and tells no more of it. */
function forgotten(found: NotDone, after?: NotDone): Verdict {
  const known = after?.kind === "refused" ? readDuplicate(after.info) : null;
  const under = known ? ` under IRN ${known.irn}, acknowledgement ${known.ackNo} of ${known.ackDate}` : "";
  const { errorMessage } = verdictOf(found);
  const told = `the document is registered${under}, and the portal tells no more of it (${errorMessage}); ${wayOut}`;
  return { outcome: "failed", errorCode: "registered_but_forgotten", errorMessage: plainText(told) };
}

function registeredElsewhere(refused: Extract<NotDone, { kind: "refused" }>): Verdict {
  const irp = readRegisteringIrp(refused.info);
  const told = `the document is registered at ${irp ?? "another invoice registration portal"}, not at this one ` +
    `(${refused.code} ${refused.message}); ${wayOut}`;
  return { outcome: "failed", errorCode: "registered_elsewhere", errorMessage: plainText(told) };
}

/** The portal's own verdict, found here: the first fault's code, and every fault with its field. */
function notSent(first: Fault, more: readonly Fault[]): Verdict {
  const told = [first, ...more].slice(0, 20).map(({ code, pointer, message }) => `${code} ${pointer}: ${message}`);
  const left = more.length >= 20 ? ` and ${more.length - 19} more` : "";
  const errorMessage = `the portal would refuse it, so it was not sent. ${told.join("; ")}${left}`;
  return { outcome: "failed", refusedBy: "validator", errorCode: first.code, errorMessage };
}
