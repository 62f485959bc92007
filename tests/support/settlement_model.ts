import type { Row } from "./settlement_world.ts";

/**
 * The rules of settlement once more, row by row, in a program that knows no SQL: what a file does to a handful of invoices.
 * Amounts are paise.
 */
export interface ModelFile {
  readonly id: string;
  state: "generated" | "approved" | "sent_to_bank" | "part_reconciled" | "reconciled" | "cancelled";
  readonly approvedOn: string;
  readonly attempts: Attempt[];
}
export interface Attempt {
  readonly invoice: Invoice;
  readonly file: ModelFile;
  readonly no: number;
  readonly amount: number;
  status: "EXPORTED" | "PENDING" | "SUCCESS" | "FAILED" | "RETURNED" | "CANCELLED" | "ON_HOLD";
  settled: number;
  utr: string | null;
  returnUtr: string | null;
  day: string | null;
  readonly recorded: string[];
  excepted: boolean;
}
export interface Invoice {
  readonly no: number;
  readonly amount: number;
  status: string;
  settled: number;
  readonly attempts: Attempt[];
}
interface Told {
  readonly key: string;
  readonly invoice: Invoice | undefined;
  readonly utr: string | null;
  readonly amount: number | null;
  readonly day: string | null;
  readonly status: string | null;
  readonly word: string;
  readonly remarks: string;
}
export interface Outcome {
  readonly classes: string[];
  readonly rows: Record<string, number>;
  readonly amounts: Record<string, number>;
  readonly exported: Record<string, number>;
}

const words: Record<string, string> = {
  ...{
    SUCCESS: "SUCCESS",
    PAID: "SUCCESS",
    E: "SUCCESS",
    EXECUTED: "SUCCESS",
    FAILED: "FAILED",
    REJECTED: "FAILED",
    R: "FAILED",
  },
  ...{ PENDING: "PENDING", "IN PROCESS": "PENDING", RETURNED: "RETURNED", REVERSED: "RETURNED" },
};
const buckets: Record<string, string> = {
  ...{ SETTLED: "settled", FAILED: "failed", PENDING: "pending", RETURNED: "returned" },
  ...{ DUP_ROW: "noEffect", ALREADY_APPLIED: "noEffect", NO_CHANGE: "noEffect" },
};
const isOpen = (attempt: Attempt) => ["EXPORTED", "PENDING", "ON_HOLD"].includes(attempt.status);
const isStanding = (attempt: Attempt) => isOpen(attempt) || attempt.status === "SUCCESS";
const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
const record = (told: Told) => `${told.status} ${told.utr ?? ""} ${told.amount}`;

export class SettlementModel {
  readonly invoices = new Map<number, Invoice>();
  readonly files: ModelFile[] = [];
  /** Which attempt a living reference stands for. */
  readonly references = new Map<string, Attempt>();
  bank = 0;

  constructor(readonly today: string) {}

  export(
    id: string,
    state: ModelFile["state"],
    approvedOn: string,
    wanted: readonly { no: number; amount: number }[],
  ): void {
    const file: ModelFile = { id, state, approvedOn, attempts: [] };
    this.files.push(file);
    for (const { no, amount } of wanted) {
      const invoice = this.invoices.get(no) ?? { no, amount, status: "", settled: 0, attempts: [] };
      this.invoices.set(no, invoice);
      invoice.status = "in_bank_file";
      const nothing = { settled: 0, utr: null, returnUtr: null, day: null, recorded: [], excepted: false };
      const due = invoice.amount - invoice.settled;
      const attempt: Attempt = {
        invoice,
        file,
        no: invoice.attempts.length + 1,
        amount: due,
        status: "EXPORTED",
        ...nothing,
      };
      invoice.attempts.push(attempt);
      file.attempts.push(attempt);
    }
  }

  settle(rows: readonly Row[], named: ModelFile | null): Outcome {
    const seen = new Set<string>();
    const touched = new Set<ModelFile>();
    const classes: string[] = [];
    const counts: Record<string, number> = {
      settled: 0,
      failed: 0,
      pending: 0,
      returned: 0,
      noEffect: 0,
      exceptions: 0,
      total: 0,
    };
    const sums = { ...counts };
    for (const row of rows) {
      const told = this.read(row);
      const isBad = told === null;
      const attempt = told?.invoice && this.choose(told.invoice, told, named);
      let classification = "BAD_ROW";
      if (told) {
        const same = JSON.stringify([
          told.key,
          told.utr,
          told.amount,
          told.day,
          told.status ?? told.word,
          told.remarks,
        ]);
        classification = seen.has(same) ? "DUP_ROW" : this.classify(told, attempt, named);
        seen.add(same);
      }
      classes.push(classification);
      if (attempt) touched.add(attempt.file);
      const bucket = buckets[classification] ?? "exceptions";
      const amount = isBad ? paise(row[2].trim()) ?? 0 : told.amount!;
      for (const at of [bucket, "total"]) {
        counts[at]! += 1;
        sums[at]! += amount;
      }
      if (attempt && bucket === "exceptions") attempt.excepted = true;
      if (told && attempt) this.apply(classification, told, attempt);
    }
    const files = named ? [named] : [...touched];
    for (const file of files) reckon(file);
    return { classes, rows: counts, amounts: sums, exported: this.exportedOf(files) };
  }

  /** Takes a file back; false where the bank has it, or told of it. */
  cancel(file: ModelFile): boolean {
    if (!["generated", "approved"].includes(file.state)) return false;
    file.state = "cancelled";
    for (const attempt of file.attempts) {
      attempt.status = "CANCELLED";
      attempt.invoice.status = "submitted";
    }
    return true;
  }

  private read([key, utr, amount, day, status, remarks = ""]: Row): Told | null {
    const name = key.trim().toLowerCase();
    const reference = utr.trim().toUpperCase() || null;
    const word = status.trim().toUpperCase();
    const money = paise(amount.trim());
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) &&
      new Date(Date.parse(day)).toISOString().startsWith(day);
    if (!name || money === null || !isDay || !word) return null;
    if (reference && !/^[A-Z0-9]{6,35}$/.test(reference)) return null;
    const no = /^inv_([1-9]\d{0,17})$/.exec(name)?.[1];
    const invoice = no ? this.invoices.get(Number(no)) : undefined;
    return {
      key: name,
      invoice,
      utr: reference,
      amount: money,
      day,
      status: words[word] ?? null,
      word,
      remarks: remarks.trim(),
    };
  }

  /** The attempt a row is about: of the named file, else that met its reference, else that was told the very same, else the last the bank can have had. */
  private choose(invoice: Invoice, told: Told, named: ModelFile | null): Attempt | undefined {
    const merits = (one: Attempt) => [
      named !== null && one.file === named,
      told.utr !== null && [one.utr, one.returnUtr].includes(told.utr),
      told.status !== null && one.day === told.day && one.recorded.includes(record(told)),
      one.file.state !== "generated" && told.day! >= dayBefore(one.file.approvedOn),
    ];
    let best: Attempt | undefined;
    for (const one of invoice.attempts) {
      const at = best ? merits(best).findIndex((merit, i) => merit !== merits(one)[i]) : 0;
      if (!best || at < 0 || merits(one)[at]) best = one;
    }
    return best;
  }

  private classify(told: Told, attempt: Attempt | undefined, named: ModelFile | null): string {
    if (!told.invoice) return "UNKNOWN_INVOICE";
    if (!attempt || attempt.file.state === "generated") return "NOT_EXPORTED";
    if (named && attempt.file !== named) return "WRONG_BATCH";
    if (!told.status) return "UNKNOWN_STATUS";
    if (told.status === "SUCCESS" && !told.utr) return "MISSING_UTR";
    if (attempt.recorded.includes(record(told))) return "ALREADY_APPLIED";
    const holder = told.utr ? this.references.get(told.utr) : undefined;
    if (told.status === "SUCCESS" && holder && holder !== attempt) return "DUPLICATE_UTR";
    const isOther = (said: string) => said.split(" ")[1] === told.utr && Number(said.split(" ")[2]) !== told.amount;
    if (told.utr && attempt.recorded.some(isOther)) return "UTR_CONFLICT";
    if (told.day! > this.today || told.day! < dayBefore(attempt.file.approvedOn)) return "BAD_DATE";
    const due = attempt.status === "SUCCESS" ? attempt.settled : attempt.amount - attempt.settled;
    if (told.amount !== due) return "AMOUNT_MISMATCH";
    return this.byState(told.status, attempt);
  }

  private byState(word: string, attempt: Attempt): string {
    const open = { SUCCESS: "SETTLED", FAILED: "FAILED", PENDING: "PENDING", RETURNED: "FAILED" }[word]!;
    const isNewer = attempt.invoice.attempts.some((one) => one.no > attempt.no && isStanding(one));
    const noChange = word === "SUCCESS" ? null : "NO_CHANGE";
    switch (attempt.status) {
      case "EXPORTED":
      case "PENDING":
        return open;
      case "ON_HOLD":
        return { SUCCESS: "POSSIBLE_DOUBLE_PAYMENT", PENDING: "NO_CHANGE" }[word] ?? "FAILED";
      case "SUCCESS":
        return {
          SUCCESS: "POSSIBLE_DOUBLE_PAYMENT",
          FAILED: "LATE_FAILURE",
          PENDING: "NO_CHANGE",
          RETURNED: "RETURNED",
        }[word]!;
      case "CANCELLED":
        return noChange ?? "NOT_EXPORTED";
      default:
        return noChange ?? (isNewer ? "POSSIBLE_DOUBLE_PAYMENT" : "LATE_SUCCESS");
    }
  }

  private apply(classification: string, told: Told, attempt: Attempt): void {
    const { invoice } = attempt;
    if (["SETTLED", "FAILED", "RETURNED"].includes(classification)) attempt.recorded.push(record(told));
    if (classification === "SETTLED") {
      Object.assign(attempt, { status: "SUCCESS", utr: told.utr, day: told.day });
      attempt.settled += told.amount!;
      invoice.settled += told.amount!;
      invoice.status = "paid";
      this.references.set(told.utr!, attempt);
      this.bank += told.amount!;
    } else if (classification === "FAILED") {
      Object.assign(attempt, { status: "FAILED", utr: told.utr, day: told.day });
      invoice.status = "failed";
    } else if (classification === "PENDING") {
      attempt.status = "PENDING";
    } else if (classification === "RETURNED") {
      this.bank -= told.amount!;
      invoice.settled -= attempt.settled;
      invoice.status = "returned";
      Object.assign(attempt, { status: "RETURNED", settled: 0, returnUtr: told.utr });
      for (const [utr, holder] of this.references) if (holder === attempt) this.references.delete(utr);
    } else if (classification === "POSSIBLE_DOUBLE_PAYMENT") {
      const isHeld = (one: Attempt) =>
        one.no > attempt.no && one.status === "EXPORTED" && ["generated", "approved"].includes(one.file.state);
      for (const one of invoice.attempts.filter(isHeld)) one.status = "ON_HOLD";
    }
  }

  private exportedOf(files: readonly ModelFile[]): Record<string, number> {
    const names = [
      "settled",
      "failed",
      "pending",
      "returned",
      "inException",
      "notReported",
      "partPaidOutstanding",
      "writtenOff",
      "cancelled",
    ];
    const sums: Record<string, number> = Object.fromEntries(["exported", ...names].map((name) => [name, 0]));
    for (const attempt of files.flatMap(({ attempts }) => attempts)) {
      const rest = isOpen(attempt) && attempt.excepted ? "inException" : {
        ...{ EXPORTED: "notReported", ON_HOLD: "notReported", PENDING: "pending", FAILED: "failed" },
        ...{ RETURNED: "returned", CANCELLED: "cancelled", SUCCESS: "settled" },
      }[attempt.status];
      sums.exported! += attempt.amount;
      sums[rest]! += attempt.amount;
    }
    return sums;
  }
}

function reckon(file: ModelFile): void {
  if (["generated", "cancelled"].includes(file.state)) return;
  if (!file.attempts.some(({ status }) => !["EXPORTED", "ON_HOLD", "CANCELLED"].includes(status))) return;
  file.state = file.attempts.some(isOpen) ? "part_reconciled" : "reconciled";
}

function paise(text: string): number | null {
  const parts = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(text);
  return parts ? Number(parts[1]) * 100 + Number((parts[2] ?? "").padEnd(2, "0")) : null;
}
