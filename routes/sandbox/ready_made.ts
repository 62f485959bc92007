const signsIn = (gstin: string, legalName: string, pincode: number, turnover: string) => ({
  gstin,
  legal_name: legalName,
  pincode,
  turnover,
  username: `API_${gstin.slice(2, 7)}`,
  password: `play-${gstin.slice(2, 7)}`,
  client_id: `client-${gstin.slice(0, 2)}`,
  client_secret: `secret-${gstin.slice(0, 2)}`,
});
const known = (gstin: string, legalName: string, more: Record<string, string>) => ({
  gstin,
  legal_name: legalName,
  username: null,
  password: null,
  client_id: null,
  client_secret: null,
  ...more,
});

/**
 * Taxpayers the standalone portals know from the start: two above the turnover of e-invoicing and one below it, who
 * sign in, and recipients of every sort. Credentials are for play.
 */
export const readyMade = [
  signsIn("27AABCR5678M1ZP", "Rachna Instruments Private Limited", 400001, "60000000.00"),
  signsIn("29AABCP1234K1ZF", "Prakash Components Private Limited", 560001, "150000000.00"),
  signsIn("27AAACR5055K1Z7", "Small Traders", 411045, "4000000.00"),
  known("24AABCS4321Q1Z8", "Sagar Textiles SEZ Unit", { taxpayer_type: "SEZ" }),
  known("29AADCV9876L1Z9", "Closed Works", { status: "CNL", deregistered_on: "2024-03-31" }),
  known("27AAACG2115R1ZH", "Blocked Carriers", { block_status: "B" }),
];
