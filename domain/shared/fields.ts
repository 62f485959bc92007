import { z } from "zod";

/** One line of text, 1 to `max` characters, not blank, no control characters. */
export function text(max: number) {
  return z.string().min(1).max(max).regex(/^(?=.*\S)[^\p{Cc}]+$/u, "one line of text is wanted");
}

/** Text of several lines (an address, a narration). */
export function lines(max: number) {
  return z.string().min(1).max(max).regex(/^(?:[^\p{Cc}]|\r?\n)*$/u, "text without control characters is wanted");
}

/**
 * A decimal that is not negative, as a JSON number or a string; goes on as a string, so that nothing is lost on its way
 * to the database. `digits` before the point (at most 13, which a double holds exactly with two after it), `places` after.
 */
export function decimal(digits: number, places: number) {
  const pattern = new RegExp(`^\\d{1,${digits}}(?:\\.\\d{1,${places}})?$`);
  const sentence = `a number of at most ${digits} digits and ${places} decimals is wanted`;
  return z.union([
    z.number().min(0, { abort: true }).max(10 ** digits - 10 ** -places, { abort: true }),
    z.string().regex(pattern, sentence).meta({ examples: ["130000.00"] }),
  ])
    .refine((value) => typeof value === "string" || pattern.test(String(value)), {
      error: sentence,
      params: { code: "too_many_decimals" },
    })
    .transform(String);
}

/** Rupees and paise. */
export const money = () => decimal(13, 2);
/** Rupees and paise above zero, or as much of another currency. */
export const amount = () =>
  money().refine(isPositive, { error: "an amount above zero is wanted", params: { code: "amount_not_positive" } });
/** Whether a decimal as `decimal` hands it on is above zero. */
export const isPositive = (value: string) => /[1-9]/.test(value);
/** Per cent: up to 999.999. */
export const percent = () => decimal(3, 3);

/** A calendar day, `YYYY-MM-DD`, that exists. */
export const day = () => z.iso.date("a day as YYYY-MM-DD is wanted").regex(/^[12]/, "a year from 1000 on is wanted");
/** An instant with its zone (RFC 3339), as far from UTC as PostgreSQL takes it. */
export const instant = () =>
  z.iso.datetime({ offset: true, error: "an instant as 2026-11-20T10:00:00+05:30 is wanted" })
    .regex(/^[12].*(?:Z|[+-](?:0\d|1[0-5]):\d\d)$/, "a year from 1000 on and a zone within 16 hours are wanted");

/** The form only; which kind of GSTIN, its state and its check digit are the database's to judge. */
export const gstin = () => z.string().regex(/^[0-9A-Z]{15}$/, "a GSTIN has 15 capital letters and digits");
export const pan = () => z.string().regex(/^[A-Z]{5}[0-9]{4}[A-Z]$/, "a PAN is like ABCDE1234F");
export const tan = () => z.string().regex(/^[A-Z]{4}[0-9]{5}[A-Z]$/, "a TAN is like ABCD12345E");
export const pincode = () => z.string().regex(/^[1-9][0-9]{5}$/, "a PIN code has six digits");
export const stateCode = () => z.string().regex(/^[0-9]{2}$/, "a state code has two digits");
export const countryCode = () => z.string().regex(/^[A-Z]{2}$/, "a country is two capital letters (ISO 3166-1)");
export const email = () => z.email("an e-mail address is wanted").max(254);
export const phone = () => z.string().regex(/^\+?[0-9][0-9 -]{4,18}[0-9]$/, "a telephone number is wanted");
