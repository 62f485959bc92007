import { sealEventsJob } from "./audit/seal_events.ts";
import type { Job } from "./define.ts";

/** Every job there is. */
export const jobs: readonly Job[] = [
  sealEventsJob,
];
