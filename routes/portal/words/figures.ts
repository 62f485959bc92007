import type { Words } from "./en.ts";

/** Money, months and days as they are read; every figure stays the text it came as. */

/** `130000.00` → `₹1,30,000.00`. The text's own digits, grouped as in India; nothing is calculated. */
export function rupees(amount: string): string {
  const [, sign = "", whole = "", paise = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === "") throw new Error(`no amount of money: ${amount}`);
  const grouped = whole.replace(/\B(?=(?:\d{2})*\d{3}$)/g, ",");
  return `${sign && "−"}₹${grouped}.${paise.padEnd(2, "0")}`;
}

/** `2450` → `2,450`; `150000` → `1,50,000` */
export function counted(count: string | number): string {
  return String(count).replace(/\B(?=(?:\d{2})*\d{3}$)/g, ",");
}

/** `18.000` → `18%` */
export function percent(rate: string): string {
  return `${rate.includes(".") ? rate.replace(/\.?0+$/, "") : rate}%`;
}

/** `2024-11` → `November 2024` */
export function monthIn(words: Words, month: string): string {
  const [year = "", number = ""] = month.split("-");
  return `${words.months[Number(number) - 1] ?? number} ${year}`;
}

/** `2024-12-01` → `01-Dec-2024` */
export function dayIn(words: Words, day: string): string {
  const [year = "", month = "", date = ""] = day.slice(0, 10).split("-");
  return `${date}-${words.monthsShort[Number(month) - 1] ?? month}-${year}`;
}

const inIndia = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Kolkata",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
});

/** `2024-12-01T10:12:30Z` → `01-Dec-2024, 15:42 IST` */
export function instantIn(words: Words, instant: string | Date): string {
  const [day = "", time = ""] = inIndia.format(new Date(instant)).split(", ");
  return `${dayIn(words, day)}, ${time} IST`;
}

/** `45` → `45 seconds`, `2700` → `45 minutes`, `7201` → `3 hours`: rounded up, so that nobody comes too early. */
export function waitIn(words: Words, seconds: number): string {
  const [unit, length] = seconds < 100 ? ["second", 1] : seconds < 6000 ? ["minute", 60] : ["hour", 3600];
  const said = new Intl.NumberFormat(words.locale, { style: "unit", unit: String(unit), unitDisplay: "long" });
  return said.format(Math.ceil(seconds / Number(length)));
}
