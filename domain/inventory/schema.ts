import { z } from "zod";
import { day, decimal, lines, money, stateCode, text } from "../shared/fields.ts";
import { pageQuery } from "../shared/page.ts";

export const godownSchema = z.strictObject({
  name: text(100),
  address: lines(200).nullish(),
  stateCode: stateCode().nullish(),
  isDefault: z.boolean().optional().meta({ description: "where goods of a line move that names no godown" }),
}).meta({ id: "Godown" });
export type Godown = z.output<typeof godownSchema>;

export const openingStockSchema = z.strictObject({
  godownId: z.uuid().nullish().meta({ description: "left out: the default godown" }),
  date: day(),
  quantity: decimal(10, 3).meta({ description: "in the item's unit; 0 takes back what was told before" }),
  value: money().meta({ description: "what the whole quantity cost, rupees" }),
}).meta({ id: "OpeningStock" });
export type OpeningStock = z.output<typeof openingStockSchema>;

export const godownQuery = z.strictObject(pageQuery);
export type GodownQuery = z.output<typeof godownQuery>;

export const godownAnswer = godownSchema.extend({
  id: z.uuid(),
  isDefault: z.boolean(),
  createdAt: z.iso.datetime({ offset: true }),
  updatedAt: z.iso.datetime({ offset: true }),
}).meta({ id: "GodownStored" });
export const openingStockAnswer = openingStockSchema.extend({
  itemId: z.uuid(),
  godownId: z.uuid(),
  quantity: z.number(),
  value: z.number(),
  voucherId: z.uuid().nullable().meta({ description: "the journal that books it, where stock is kept perpetually" }),
}).meta({ id: "OpeningStockStored" });
