import { generateInvoice, requestOtp, verifyOtp } from "../../domain/payout/mod.ts";
import type { Context } from "../../domain/shared/context.ts";
import {
  deccan,
  examplePayouts,
  house,
  kaveri,
  type Partner,
  type Payout,
  type PayoutWorld,
} from "../support/payout_world.ts";
import { type SigningWorld, signingWorld } from "../support/signing_world.ts";
import { closeBrowser, openBrowser, type Watched } from "./browser.ts";
import { enter } from "./pages_world.ts";

type Wanted = Parameters<typeof openBrowser>[1];

/** A company with five partners whose invoices of November 2024 are signed, as the payout rules draw it, and its pages. */
export interface PayoutsWorld {
  readonly world: PayoutWorld;
  /** A browser of this person's, signed in and on `path`. */
  signedIn(email: string, path: string, wanted?: Wanted): Promise<Watched>;
  close(): Promise<void>;
}

const another = (n: number, partnerName: string, accountNumber: string): Partner => ({
  destinationId: `564ff61c-3c3e-40eb-abd8-51890043300${n}`,
  partnerName,
  gstNumber: "27AAPFA1234A1ZZ",
  stateCode: "27",
  email: `billing${n}@partners.test`,
  accountNumber,
  ifscCode: "ICIC0005678",
});
export const sahyadri = another(1, "Sahyadri Finance Services", "9876543210");
export const konkan = another(2, "Konkan Credit Advisors", "5555666677");
export const nashik = another(3, "Nashik Home Loans", "112233445566");

/** Payouts of which the GST is 23,400.00, 18,500.00, 15,200.00 and 32,100.00. */
const payouts: readonly Payout[] = [
  ...examplePayouts(),
  ...examplePayouts(kaveri.destinationId),
  [sahyadri.destinationId, "2024-11", "trail", "base_referral", "102777.78"],
  [konkan.destinationId, "2024-11", "trail", "recovery_payment", "84444.44"],
  [nashik.destinationId, "2024-11", "upfront", "dynamic", "178333.33"],
];

export async function payoutsWorld({ isSigned = true } = {}): Promise<PayoutsWorld> {
  const world = await signingWorld();
  // The other company's, that must be seen nowhere.
  await world.importPayouts([["RIVAL-0001", "2024-11", "trail", "base_referral", "777777"]], "owner@rival.test");
  if (isSigned) await signAll(world);
  const server = Deno.serve({ port: 0, onListen: () => {} }, (request) => world.app.fetch(request));
  const at = `http://localhost:${server.addr.port}`;
  return {
    world,
    async signedIn(email, path, wanted) {
      const watched = await openBrowser(at, wanted);
      await watched.page.goto(path);
      await enter(watched, email);
      await watched.page.waitForURL(`**${path}`);
      return watched;
    },
    async close() {
      await closeBrowser();
      await server.shutdown();
      await world.close();
    },
  };
}

async function signAll(world: SigningWorld): Promise<void> {
  for (const partner of [sahyadri, konkan, nashik]) await world.addPartner(partner);
  await world.importPayouts(payouts);
  for (const partner of [deccan, sahyadri, konkan, nashik, kaveri]) await sign(world, partner, "2024-11");
}

/** Makes and signs an invoice as its partner does, without the mail between. */
async function sign(world: SigningWorld, partner: Partner, month: string): Promise<void> {
  const { destinationId } = partner;
  const ctx: Context = {
    ...world.job(),
    db: world.db,
    actor: { kind: "user", tenantId: house.id, userId: null, roles: ["partner"], scopes: new Set(), destinationId },
  };
  const { invoiceId } = JSON.parse((await generateInvoice(ctx, destinationId, { month })).json);
  const deps = { keys: world.keys, later: world.options.later, mail: { url: "smtp://127.0.0.1:1" } };
  const { otpId } = JSON.parse(await requestOtp(ctx, deps, invoiceId, { destinationId }, null));
  const otpCode = await world.codeOf(otpId, partner);
  await verifyOtp(ctx, deps, invoiceId, { destinationId, otpId, otpCode }, null);
}
