/** What the domain answers about payouts, read with its numbers as text (`readExact`). */

/** A month of the list: an invoice, or what may become one. */
export interface Month {
  readonly invoiceId: string | null;
  readonly invoiceNumber: string | null;
  readonly month: string;
  readonly gstBaseAmount: string;
  readonly gstAmount: string;
  readonly totalAmount: string;
  readonly payableAmount: string;
  readonly status: string;
  readonly utrNumber: string | null;
  readonly paymentDate: string | null;
  readonly paymentFailureReason: string | null;
  readonly returnReason: string | null;
}

export interface Months {
  readonly partnerName: string;
  readonly invoices: readonly Month[];
  readonly summary: {
    readonly pendingGeneration: string;
    readonly submitted: string;
    readonly paid: string;
    readonly ytdGstAmount: string;
  };
}

/** An invoice as it is shown before it is made, and the figures of one that is. */
export interface Figures {
  readonly invoiceId: string | null;
  readonly invoiceNumber: string;
  readonly month: string;
  readonly partnerName: string;
  readonly gstNumber: string;
  readonly email: string;
  readonly state: string;
  readonly address: string;
  readonly accountNumber: string | null;
  readonly ifscCode: string | null;
  readonly trailAmount: string;
  readonly upfrontAmount: string;
  readonly gstBaseAmount: string;
  readonly gstRate: string;
  /** Of CGST and of SGST, where those are due. */
  readonly headRate: string;
  readonly cgstAmount: string;
  readonly sgstAmount: string;
  readonly igstAmount: string;
  readonly gstAmount: string;
  readonly totalAmount: string;
  readonly payableBasis: string;
  readonly payableAmount: string;
  readonly status: string;
}

export interface Invoice extends Figures {
  readonly invoiceId: string;
  readonly invoiceDate: string;
  readonly digitallySigned: boolean;
  readonly signedAt: string | null;
  readonly signedIp: string | null;
  readonly documentSha256: string | null;
  readonly paymentDate: string | null;
  readonly utrNumber: string | null;
  readonly settledAmount: string;
  readonly paymentFailureReason: string | null;
  readonly failureClass: string | null;
  readonly returnDate: string | null;
  readonly returnReason: string | null;
  readonly mayReturnUntil: string | null;
  readonly timeline: readonly Event[];
}

/** What happened to an invoice: on which day, and when where that is known. */
export interface Event {
  readonly event: string;
  readonly date: string | null;
  readonly at: string | null;
  readonly utrNumber?: string;
  readonly reason?: string;
}

/** How the newest one-time password stands. */
export interface Signing {
  readonly state: "open" | "expired" | "used_up" | "ended" | "none";
  readonly otpId?: string;
  readonly otpSentTo?: string;
  readonly expiresAt?: string;
  readonly expiresIn?: string;
  readonly attemptsRemaining?: string;
}

export interface Consent {
  readonly language: string;
  readonly text: string;
}
