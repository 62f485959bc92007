import { type EInvoiceWorld, einvoiceWorld, peoplesPassword } from "../support/einvoice_world.ts";
import { closeBrowser, openBrowser, type Watched } from "./browser.ts";

type Wanted = Parameters<typeof openBrowser>[1];

/** The companies and portals of the e-invoice tests, with the pages at an address that a browser can open. */
export interface PagesWorld {
  readonly world: EInvoiceWorld;
  readonly at: string;
  /** A browser of this person's, signed in and on `path`. */
  signedIn(email: string, path: string, wanted?: Wanted): Promise<Watched>;
  close(): Promise<void>;
}

export async function pagesWorld(): Promise<PagesWorld> {
  const world = await einvoiceWorld({ queue: true });
  const server = Deno.serve({ port: 0, onListen: () => {} }, (request) => world.app.fetch(request));
  const at = `http://localhost:${server.addr.port}`;
  return {
    world,
    at,
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

/** Fills in the sign-in that is shown. */
export async function enter({ page }: Watched, email: string, password = peoplesPassword): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
