import type { NewTenant } from "../../domain/core/mod.ts";
import { demoDestination } from "./payouts.ts";

/** Signs in nobody but the demo users of a development run. */
export const demoPassword = "pakka-demo";

/** Turnover of eight crore: six HSN digits and e-invoicing, not yet the thirty-day rule. */
export const demoCompany: NewTenant = {
  id: "00000000-0000-7000-8000-00000000de30",
  name: "Pakka Demo",
  password: demoPassword,
  company: {
    legalName: "Sahyadri Office Supplies Private Limited",
    tradeName: "Sahyadri Office Supplies",
    pan: "AABCS1429B",
    tan: "MUMS12345A",
    aggregateTurnover: "80000000.00",
    composition: false,
    email: "accounts@demo.test",
    phone: "02226540000",
    bank: { name: "State Bank of India, Fort, Mumbai", account: "00000030123456789", ifsc: "SBIN0000300" },
    gstins: [{
      gstin: "27AABCS1429B1ZU",
      stateCode: "27",
      address: "204 Laxmi Industrial Estate, Andheri West",
      city: "Mumbai",
      pincode: "400053",
      isDefault: true,
    }],
  },
  users: [
    { email: "owner@demo.test", name: "Owner", roles: ["owner"] },
    { email: "accountant@demo.test", name: "Accountant", roles: ["accountant"] },
    { email: "clerk@demo.test", name: "Accounts payable clerk", roles: ["ap_clerk"] },
    { email: "auditor@demo.test", name: "Auditor", roles: ["auditor"] },
    { email: "partner@demo.test", name: "Partner", roles: ["partner"], destinationId: demoDestination },
  ],
};

/** A second company, for trying that nothing of the first can be reached from it. */
export const rivalCompany: NewTenant = {
  id: "00000000-0000-7000-8000-0000000041a1",
  name: "Rival Demo",
  password: demoPassword,
  company: {
    legalName: "Kaveri Stationers Private Limited",
    pan: "AABCK2345M",
    aggregateTurnover: "20000000.00",
    composition: false,
    gstins: [{
      gstin: "29AABCK2345M1ZA",
      stateCode: "29",
      address: "18 Avenue Road",
      city: "Bengaluru",
      pincode: "560002",
      isDefault: true,
    }],
  },
  users: [{ email: "owner@rival.test", name: "Owner", roles: ["owner"] }],
};
