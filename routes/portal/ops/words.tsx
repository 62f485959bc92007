import { Badge, type Tone } from "../parts.tsx";

/** What portals, jobs and states are called on the pages. */

const portals: Record<string, string> = { irp: "E-invoice portal", ewb: "E-way bill portal" };

export const portalName = (portal: string) => portals[portal] ?? portal;

/** `get_by_document` → `Get by document` */
export function plain(name: string): string {
  const words = name.replaceAll(/[_.]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const contexts: Record<string, string> = {
  einvoice: "E-invoices",
  ewaybill: "E-way bills",
  audit: "Audit trail",
  core: "Housekeeping",
  notify: "Notifications",
  ops: "Operations",
};

/** `einvoice.generate_irn` → `E-invoices: generate IRN` */
export function jobName(job: string): string {
  const [context = "", name = ""] = job.split(".");
  return `${contexts[context] ?? plain(context)}: ${
    name.replaceAll("_", " ").replace(/\birns?\b/, (irn) => irn.toUpperCase())
  }`;
}

const operations: Record<string, string> = {
  authenticate: "Sign in",
  generate: "Register",
  cancel: "Cancel",
  get_by_document: "Look up by number",
  get_by_irn: "Look up by IRN",
};

export const operationName = (operation: string) => operations[operation] ?? plain(operation);

const states: Record<string, readonly [Tone, string]> = {
  done: ["good", "Done"],
  generated: ["good", "Registered"],
  active: ["good", "Active"],
  completed: ["good", "Done"],
  closed: ["good", "Answers"],
  on: ["good", "On"],
  off: ["bad", "Switched off"],
  failing: ["warn", "Failing"],
  refused: ["bad", "Refused"],
  failed: ["bad", "Failed"],
  dead: ["bad", "Given up"],
  open: ["bad", "Not called"],
  expired: ["bad", "Expired"],
  critical: ["bad", "Critical"],
  retry: ["warn", "To be tried again"],
  warning: ["warn", "Warning"],
  half_open: ["warn", "Being tried"],
  pending: ["warn", "Waiting"],
  part_a: ["warn", "Part A only"],
  cancelling: ["warn", "Being cancelled"],
  none_there: ["plain", "None there"],
  retried: ["plain", "Sent again"],
  created: ["plain", "Queued"],
  unknown: ["open", "Not known yet"],
};

/** A state as a badge; one without words of its own is shown by its name. */
export function State({ of }: { of: string }) {
  const [tone, word] = states[of] ?? ["plain", plain(of)];
  return <Badge tone={tone as Tone}>{word}</Badge>;
}

const deadlines: Record<string, string> = {
  e_invoice_reporting: "Report the e-invoice",
  irn_cancel_window: "Cancel the e-invoice",
  e_invoice_unknown: "Find out about the e-invoice",
  e_way_cancel_window: "Cancel the e-way bill",
  e_way_bill_unknown: "Find out about the e-way bill",
  e_way_change_unsettled: "Settle the change",
  e_way_part_a: "Enter the vehicle",
  e_way_bill_expiring: "E-way bill ends",
  e_way_extension_window: "Extend the e-way bill",
};

export const deadlineName = (kind: string) => deadlines[kind] ?? plain(kind);
