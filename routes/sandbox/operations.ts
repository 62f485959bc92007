import { actions } from "./ewb/actions.ts";
import { reads } from "./ewb/reads.ts";
import { operations } from "./irp/operations.ts";

const ofIrp = new Set(["*", "authenticate", ...operations.map(({ name }) => name)]);
const ofEwb = new Set(["*", "authenticate", ...Object.values(actions), ...reads.map(({ operation }) => operation)]);

/** What a fault can be planned by, a portal: its operations, and `*` for all of them. */
export const operationsOf = { irp: ofIrp, irp1: ofIrp, irp2: ofIrp, ewb: ofEwb } as const;
export type PortalName = keyof typeof operationsOf;
