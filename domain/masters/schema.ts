import { z } from "zod";
import {
  countryCode,
  day,
  decimal,
  email,
  lines,
  pan,
  percent,
  phone,
  pincode,
  stateCode,
  tan,
  text,
} from "../shared/fields.ts";
import { pageQuery } from "../shared/page.ts";

/** A GSTIN as people write it; the database takes blanks out, judges it and says what is wrong (gstin_malformed, …). */
const gstinSent = () => text(20);

const bank = z.strictObject({ name: text(100), account: text(40), ifsc: text(11) });

export const companySchema = z.strictObject({
  legalName: text(100).min(3),
  tradeName: text(100).nullish(),
  pan: pan().nullish(),
  tan: tan().nullish(),
  aggregateTurnover: decimal(13, 2).meta({ description: "rupees, PAN-level: decides HSN digits and e-invoicing" }),
  composition: z.boolean().default(false),
  eInvoiceExempt: z.boolean().default(false).meta({
    description: "banks, insurers, transporters, SEZ units: no e-invoices",
  }),
  email: email().nullish(),
  phone: phone().nullish(),
  bank: bank.nullish(),
  b2cAboveLimit: z.enum(["require_gstin", "require_details"]).default("require_gstin").meta({
    description: "what a retail invoice above 50,000 needs of a consumer",
  }),
  perpetualInventory: z.boolean().default(false).meta({ description: "book goods at cost as they move" }),
  allowNegativeStock: z.boolean().default(false).meta({ description: "goods may be issued that are not there yet" }),
  eWayBillTiming: z.enum(["on_request", "with_invoice"]).default("on_request").meta({
    description: "with_invoice: a required e-way bill whose transport is complete is asked for in the posting itself",
  }),
  gstins: z.array(z.strictObject({
    gstin: gstinSent(),
    stateCode: stateCode().optional(),
    registrationType: z.enum(["regular", "composition", "sez_unit", "sez_developer", "casual"]).default("regular"),
    tradeName: text(100).nullish(),
    address: lines(200),
    city: text(100),
    pincode: pincode(),
    isDefault: z.boolean().optional(),
  })).min(1).max(50),
  luts: z.array(z.strictObject({
    gstin: gstinSent(),
    financialYear: z.string().regex(/^\d{4}-\d{2}$/, "a financial year is like 2026-27"),
    arn: text(30),
  })).max(500).default([]).meta({ description: "letters of undertaking: exports without payment of tax" }),
}).meta({ id: "Company" });
export type Company = z.output<typeof companySchema>;

export const partySchema = z.strictObject({
  name: text(100),
  gstin: gstinSent().nullish(),
  registrationType: z.enum([
    "regular",
    "composition",
    "sez_unit",
    "sez_developer",
    "uin",
    "tds",
    "tcs",
    "unregistered",
    "overseas",
  ]).optional(),
  pan: pan().nullish(),
  address: lines(200).nullish(),
  city: text(100).nullish(),
  pincode: pincode().nullish(),
  stateCode: stateCode().nullish(),
  country: countryCode().optional(),
  email: email().nullish(),
  phone: phone().nullish(),
}).meta({ id: "Party" });
export type Party = z.output<typeof partySchema>;

export const itemSchema = z.strictObject({
  name: text(200),
  hsn: text(8),
  unit: text(8),
  gstRate: percent(),
  cessRate: percent().optional(),
  taxability: z.enum(["taxable", "exempt", "nil_rated", "non_gst"]).optional(),
  rate: decimal(12, 3).nullish(),
  trackStock: z.boolean().nullish().meta({
    description: "whether it is kept in stock; left out: from its first receipt on. Services never are",
  }),
}).meta({ id: "Item" });
export type Item = z.output<typeof itemSchema>;

/** What a series is made of; a change may leave out what stays. */
const seriesShape = {
  voucherType: text(40),
  name: text(60),
  prefix: text(16),
  format: text(120).meta({ examples: ["{PREFIX}/{FY}/{SEQUENCE}"] }),
  startNumber: z.int().min(0).max(999_999_999_999).optional(),
  padding: z.int().min(1).max(12).optional(),
  resetFrequency: z.enum(["never", "yearly", "monthly", "daily"]).optional(),
  branch: z.string().max(16).optional(),
  company: z.string().max(16).optional(),
  separator: z.string().max(3).optional(),
  companyGstin: gstinSent().nullish(),
  isDefault: z.boolean().optional(),
};

export const seriesSchema = z.strictObject(seriesShape).meta({ id: "NumberingSeries" });
export const seriesChangeSchema = z.strictObject(seriesShape).partial().meta({ id: "NumberingSeriesChange" });
export const seriesPreviewSchema = z.strictObject({
  ...seriesShape,
  name: seriesShape.name.optional(),
  date: day().optional(),
})
  .meta({ id: "NumberingPreview" });
export type Series = z.output<typeof seriesSchema>;
export type SeriesChange = z.output<typeof seriesChangeSchema>;
export type SeriesPreview = z.output<typeof seriesPreviewSchema>;

export const masterQuery = z.strictObject({
  ...pageQuery,
  q: text(100).optional().meta({ description: "part of the name" }),
});
export type MasterQuery = z.output<typeof masterQuery>;
export const historyQuery = z.strictObject(pageQuery);

const stored = {
  id: z.uuid(),
  createdAt: z.iso.datetime({ offset: true }),
  updatedAt: z.iso.datetime({ offset: true }),
};
export const partyAnswer = partySchema.extend({ ...stored, ledgerId: z.uuid() }).meta({ id: "PartyStored" });
/** What is kept as decimals leaves as JSON numbers, with the decimals SQL wrote. */
export const companyAnswer = companySchema.extend({
  aggregateTurnover: z.number(),
  lockedUntil: z.iso.date().nullable(),
  updatedAt: stored.updatedAt,
}).meta({ id: "CompanyStored" });
export const itemAnswer = itemSchema.extend({
  ...stored,
  gstRate: z.number(),
  cessRate: z.number(),
  rate: z.number().nullable(),
  isService: z.boolean(),
}).meta({ id: "ItemStored" });
export const seriesAnswer = seriesSchema.extend({ ...stored, nextNumber: z.string() }).meta({
  id: "NumberingSeriesStored",
});
export const seriesListAnswer = z.object({ data: z.array(seriesAnswer), nextCursor: z.null() });
export const previewAnswer = z.object({
  numbers: z.array(z.string()).length(5),
  refusals: z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string(), facts: z.unknown() })),
}).meta({ id: "NumberingPreviewed" });
export const historyAnswer = z.object({
  id: z.uuid(),
  number: z.string(),
  sequence: z.int(),
  period: z.string(),
  voucherId: z.uuid(),
  generatedAt: z.iso.datetime({ offset: true }),
  generatedBy: z.uuid().nullable(),
}).meta({ id: "NumberGiven" });
