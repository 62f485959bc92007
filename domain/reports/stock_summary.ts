import { days, type Report } from "./report.ts";

export const stockSummary: Report = {
  name: "stock-summary",
  title: "Stock summary",
  about: "What is in stock at the end of a day, item by godown, what it cost, and what came and went over the days",
  parameters: days,
  rows: "reports.stock_summary",
  columns: {
    item: "text",
    unit: "text",
    godown: "text",
    openingQuantity: "number",
    inwardQuantity: "number",
    outwardQuantity: "number",
    closingQuantity: "number",
    closingValue: "money",
    onChallanQuantity: "number",
    onChallanValue: "money",
    itemId: "id",
    godownId: "id",
  },
  totals: ["closingValue", "onChallanValue"],
};
