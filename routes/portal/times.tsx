import { en, type Words } from "./words/en.ts";

/** Instants as people in India read them: the pages speak Indian Standard Time, whoever looks from wherever. */
const zone = { timeZone: "Asia/Kolkata" } as const;
const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const withYear = new Intl.DateTimeFormat("en-IN", {
  ...zone,
  ...clock,
  day: "numeric",
  month: "short",
  year: "numeric",
});
const toTheSecond = new Intl.DateTimeFormat("en-IN", { ...zone, ...clock, second: "2-digit" });
const dayOnly = new Intl.DateTimeFormat("en-IN", { ...zone, day: "numeric", month: "short", year: "numeric" });

/** `20 Nov 2026, 10:04 IST` */
export function inWords(instant: string | Date): string {
  return `${withYear.format(new Date(instant))} IST`;
}

/** Sentences of the domain name instants as machines write them; on a page they are read by people. */
export function withInstantsInWords(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)/g, (instant) => inWords(instant));
}

/** How long ago, or how long until: `4 min ago`, `in 2 days`. */
export function distance(instant: string, now: Date): string {
  const seconds = Math.round((new Date(instant).getTime() - now.getTime()) / 1000);
  const span = Math.abs(seconds);
  if (span < 45) return seconds > 0 ? "in a moment" : "just now";
  const [count, unit] = span < 5_400
    ? [Math.round(span / 60), "min"]
    : span < 129_600
    ? [Math.round(span / 3_600), "h"]
    : [Math.round(span / 86_400), "days"];
  return seconds > 0 ? `in ${count} ${unit}` : `${count} ${unit} ago`;
}

/** A moment, with how far it is under it. */
export function Instant({ at, now }: { at: string | null; now: Date }) {
  if (at === null) return <span class="quiet none">–</span>;
  const moment = new Date(at);
  return (
    <time datetime={at} title={inWords(moment)}>
      {dayOnly.format(moment) === dayOnly.format(now) ? toTheSecond.format(moment) : withYear.format(moment)}
      <span class="small quiet">{distance(at, now)}</span>
    </time>
  );
}

/** When this page was drawn. */
export function AsOf({ now, words = en }: { now: Date; words?: Words | undefined }) {
  return (
    <p class="small">
      {words.asOf} <time datetime={now.toISOString()}>{toTheSecond.format(now)}</time> IST
    </p>
  );
}
