import type { Clock } from "../../domain/shared/context.ts";

/** The portals' own clock: that of the process until a tester stops it or moves it, so that windows can be tried. */
export interface PortalClock extends Pick<Clock, "now"> {
  /** Stands still at this instant until it is moved or let go. */
  stand(at: Date): void;
  /** Moves a standing clock, or sets a running one that much apart. */
  advance(seconds: number): void;
  /** Runs as that of the process again. */
  letGo(): void;
  readonly isStanding: boolean;
}

export function portalClock(base: Pick<Clock, "now">): PortalClock {
  let standing: number | null = null;
  let apartMs = 0;
  return {
    now: () => standing === null ? new Date(base.now().getTime() + apartMs) : new Date(standing),
    stand: (at) => void (standing = at.getTime()),
    advance: (seconds) => {
      if (standing === null) apartMs += seconds * 1000;
      else standing += seconds * 1000;
    },
    letGo: () => {
      standing = null;
      apartMs = 0;
    },
    get isStanding() {
      return standing !== null;
    },
  };
}
