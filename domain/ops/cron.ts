/** A schedule in words and its next run. Five fields, of which the jobs use `*`, `n`, `a-b`, lists and steps. */

const bounds = [[0, 59], [0, 23], [1, 31], [1, 12], [0, 6]] as const;
const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
/** India has no summer time, so its clock is a plain offset. */
const indiaMs = 5.5 * 3_600_000;

type Fields = readonly [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];

function read(cron: string): Fields | null {
  const parts = cron.trim().split(/\s+/);
  if (parts.length !== 5) return null;
  const fields = bounds.map(([least, most], at) => readField(parts[at]!, least, most));
  return fields.every((field) => field !== null) ? fields as unknown as Fields : null;
}

function readField(text: string, least: number, most: number): Set<number> | null {
  const values = new Set<number>();
  for (const one of text.split(",")) {
    const found = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(one);
    if (!found) return null;
    const [, first, last, step] = found;
    const from = first === undefined ? least : Number(first);
    const until = last !== undefined ? Number(last) : first === undefined || step !== undefined ? most : from;
    for (let value = from; value <= until; value += Number(step ?? 1)) values.add(value);
  }
  return [...values].every((value) => value >= least && value <= most) && values.size > 0 ? values : null;
}

/** When a schedule runs next after an instant; null for one that is not read here, or another zone than India's. */
export function nextRun(cron: string, timezone: string, after: Date): Date | null {
  const fields = read(cron);
  if (!fields || timezone !== "Asia/Kolkata") return null;
  const [minutes, hours, dates, months, weekdays] = fields;
  const anyDate = dates.size === 31 || weekdays.size === 7;
  // The clock on the wall in India, kept in the UTC fields of a Date.
  const wall = new Date(Math.floor((after.getTime() + indiaMs) / 60_000) * 60_000 + 60_000);
  for (let steps = 0; steps < 10_000; steps++) {
    const dated = dates.has(wall.getUTCDate());
    const named = weekdays.has(wall.getUTCDay());
    const isDay = months.has(wall.getUTCMonth() + 1) && (anyDate ? dated && named : dated || named);
    if (!isDay) wall.setUTCHours(24, 0, 0, 0);
    else if (!hours.has(wall.getUTCHours())) wall.setUTCHours(wall.getUTCHours() + 1, 0, 0, 0);
    else if (!minutes.has(wall.getUTCMinutes())) wall.setUTCMinutes(wall.getUTCMinutes() + 1);
    else return new Date(wall.getTime() - indiaMs);
  }
  return null;
}

/** `every 5 minutes`, `every day at 03:40 (IST)`; the expression itself where no words are at hand. */
export function wordsOf(cron: string): string {
  const [minute = "", hour = "", date = "", month = "", weekday = ""] = cron.trim().split(/\s+/);
  if (month !== "*") return cron;
  const at = (h: string) => `${h.padStart(2, "0")}:${minute.padStart(2, "0")} (IST)`;
  const everyDay = date === "*" && weekday === "*";
  if (everyDay && hour === "*") {
    if (minute === "*") return "every minute";
    const step = /^\*\/(\d+)$/.exec(minute)?.[1];
    if (step) return `every ${step} minutes`;
    if (/^\d+(,\d+)+$/.test(minute)) return `every hour at minutes ${minute.replaceAll(",", ", ")}`;
    if (/^\d+$/.test(minute)) return `every hour at ${minute} past`;
  }
  const steps = /^\*\/(\d+)$/.exec(hour)?.[1];
  if (everyDay && steps && /^\d+$/.test(minute)) return `every ${steps} hours at ${minute} past`;
  if (!/^\d+$/.test(minute) || !/^\d+$/.test(hour)) return cron;
  if (everyDay) return `every day at ${at(hour)}`;
  if (date === "*" && /^[0-6]$/.test(weekday)) return `every ${days[Number(weekday)]} at ${at(hour)}`;
  if (weekday === "*" && /^\d+$/.test(date)) return `on day ${date} of the month at ${at(hour)}`;
  return cron;
}
