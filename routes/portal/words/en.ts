import type { Language } from "./language.ts";
import { partnerEn } from "./partner_en.ts";
import { payoutsEn } from "./payouts_en.ts";

/** What the pages say, in English. The Hindi of it has the same keys, or it is no `Words`. */
export const en = {
  language: "en" as Language,
  lang: "en-IN",
  locale: "en-IN",
  bar: {
    skip: "Skip to the content",
    signOut: "Sign out",
    language: "Language of the pages",
  },
  asOf: "As of",
  toDo: "To do",
  older: "Older ones",
  signIn: {
    title: "Sign in",
    email: "E-mail address",
    password: "Password",
    button: "Sign in",
    development: "A development run:",
    developmentPassword: "password",
  },
  account: {
    tab: "Account",
    title: "Your account",
    about: "You are signed in until you sign out, for half an hour without use, and for twelve hours at most.",
    name: "Name",
    email: "E-mail",
    company: "Company",
    roles: "Roles",
    noPages: "There are no pages for your role yet; everything it may do is in the API.",
  },
  front: {
    title: "GST invoices",
    heading: "GST invoices, their books and their registration with the government",
    about: "A pakka bill is the real, tax-paid invoice.",
    partner: "Partners",
    partnerAbout: "Your invoices, their signature and their payment",
    operations: "Operations",
    operationsAbout: "How the portals and the jobs stand, and what to try again",
    api: "The API",
    apiAbout: "Every route, for reading and trying",
    openApi: "OpenAPI",
    openApiAbout: "The same, for programs",
    health: "Health",
    healthAbout: "Is everything running?",
  },
  roles: {
    owner: "owners",
    accountant: "accountants",
    ap_clerk: "AP clerks",
    logistics: "logistics",
    auditor: "auditors",
    partner: "partners",
    platform_admin: "platform admins",
  } as Readonly<Record<string, string>>,
  errors: {
    whoMay: (people: string) => `${people} may`,
    goOn: "Go on from here",
    request: "request",
    ours: "this is a fault of ours, and it has been written down",
    titles: {} as Readonly<Record<number, string>>,
  },
  upload: {
    drop: "Drag a CSV file here, or choose one",
    sending: "Sending",
    checking: "Sent. It is being read …",
    failed: "The file did not get through. Nothing was changed; try again.",
  },
  months: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
  monthsShort: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  /** Refusals by their code, where the pages say them in other words than the API; `{name}` is filled from the facts. */
  refusals: {} as Readonly<Record<string, string>>,
  partner: partnerEn,
  payouts: payoutsEn,
};

export type Words = typeof en;
