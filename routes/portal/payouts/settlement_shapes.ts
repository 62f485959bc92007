import type { Person } from "./bank_file.tsx";

/** A settlement file as its report answers it; numbers are the text they came as. */
export interface Settlement {
  readonly reconciliationId: string;
  readonly bankFileId: string | null;
  readonly month: string | null;
  readonly summary: Summary;
  readonly status: "previewed" | "held" | "applied";
  readonly fileName: string;
  readonly profile: string;
  readonly uploadedBy: Person | null;
  readonly uploadedAt: string;
  readonly appliedBy: Person | null;
  readonly appliedAt: string | null;
  readonly heldBecause: string | null;
  readonly exceptions: { readonly open: string; readonly resolved: string };
}

interface Summary {
  readonly totalRecords: string;
  readonly totalAmount: string;
  readonly successful: string;
  readonly successfulAmount: string;
  readonly failed: string;
  readonly failedAmount: string;
  readonly unmatched: string;
  readonly unmatchedAmount: string;
  readonly pending: string;
  readonly pendingAmount: string;
  readonly noEffect: string;
  readonly noEffectAmount: string;
}

export interface OneSettlement extends Settlement {
  readonly control: {
    readonly classes: Readonly<Record<string, { readonly rows: string; readonly amount: string }>>;
    /** Rupees that were sent, and where each of them is; by the name of the place. */
    readonly exported: Readonly<Record<string, string>>;
    readonly controlTotal: string | null;
    readonly bankFiles: readonly string[] | null;
  };
}

export interface SettlementRow {
  readonly line: string;
  readonly bucket: string;
  readonly classification: string;
  readonly means: string;
  readonly whatToDo: string;
  readonly invoiceId: string | null;
  readonly invoiceNumber: string | null;
  readonly destinationId: string | null;
  readonly partnerName: string | null;
  readonly utrNumber: string | null;
  /** As it stands in the file where it cannot be read as money. */
  readonly amount: string | null;
  readonly expectedAmount: string | null;
  readonly difference: string | null;
  readonly paymentDate: string | null;
  readonly status: string | null;
  readonly remarks: string | null;
  readonly exception: { readonly id: string; readonly status: string } | null;
}

export interface SettlementRows {
  readonly rows: readonly SettlementRow[];
  readonly nextCursor: string | null;
}

export const settlementPath = (reconciliationId: string) =>
  `/payouts/settlements/${encodeURIComponent(reconciliationId)}`;
