import type { Change, Changed } from "../gateways/ewb/mod.ts";
import type { Why } from "./verdict.ts";

/** A change as ewaybill.change_to_send hands it to the worker that took it. */
export interface OpenChange {
  readonly change: Change;
  /** The portal's JSON text as SQL wrote it. */
  readonly payload: string;
  readonly request: {
    readonly vehicleNumber?: string;
    readonly documentNumber?: string;
    readonly transporterId?: string;
    readonly groupNo?: string | number;
  };
  readonly ewb_number: string | null;
  readonly gstin: string;
  /** Where the bill was made, and is therefore changed; null: at whichever answers. */
  readonly provider: string | null;
  /** What its exchanges are kept under: the voucher, or the received or consolidated bill. */
  readonly entity_id: string;
  /** It may have reached the portal before. */
  readonly was_sent: boolean;
  /** Another worker has it. */
  readonly is_taken: boolean;
  /** The validity we knew of before. */
  readonly known_until: Date | null;
  /** How many groups of vehicles we knew of before. */
  readonly known_groups: number;
  /** Numbers of consolidated bills we knew of before. */
  readonly known_trips: readonly string[];
  /** MULTIVEHADD of the first vehicle into the group that would be there, had the movement been begun. */
  readonly probe: string | null;
  /** Of a consolidated bill. */
  readonly members: readonly { number: string; isPartA: boolean }[] | null;
  /** When it was last taken to the portal before now. */
  readonly tried_at: Date | null;
  readonly requested_at: Date;
}

/** How it ended, as ewaybill.record_change takes it. */
export interface Ending extends Partial<Changed>, Partial<Why> {
  readonly outcome: "done" | "refused" | "retry" | "unknown";
  readonly members?: readonly { number: string; validUntil: string | null }[];
}
