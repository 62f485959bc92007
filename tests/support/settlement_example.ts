import { paidOn, type Row, success, utr } from "./settlement_world.ts";

/** File 1 of the worked example; about `eight`, 1,42,900.00 in all. */
export const file1: readonly Row[] = [
  success(12345, 1, "23400.00"),
  success(12346, 2, "18500.00"),
  ["inv_12347", utr(3), "15200.00", paidOn, "FAILED", "Invalid account number"],
  success(12348, 4, "32000.00"),
  success(12349, 2, "12300.00"),
  ["inv_12350", "", "9000.00", paidOn, "PENDING"],
  success(99999, 7, "4500.00"),
  success(12345, 1, "23400.00"),
  success(12351, 9, "27500.00"),
  success(12352, 10, "abc"),
];

/** File 2, after 32,000.00 was allocated to inv_12348. */
export const file2: readonly Row[] = [
  success(12350, 6, "9000.00"),
  ["inv_12346", utr(2), "18500.00", "2026-11-20", "RETURNED", "account closed"],
  success(12352, 11, "5400.00"),
  success(12348, 12, "100.00"),
];
