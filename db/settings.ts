import * as v from "valibot";
import process from "node:process";

const integer = v.pipe(v.string(), v.regex(/^\d+$/, "a whole number is wanted"), v.transform(Number));
const onOff = v.pipe(v.picklist(["on", "off"], "on or off is wanted"), v.transform((text) => text === "on"));

const irpSite = v.object({
  baseUrl: v.pipe(v.string(), v.url()),
  signInKey: v.string(),
  documentKeys: v.array(v.object({ kid: v.string(), publicKey: v.string() })),
});
const irpSites = v.object({ portal_sandbox: v.optional(irpSite), production: v.optional(irpSite) });

const ewbSite = v.object({ baseUrl: v.pipe(v.string(), v.url()), signInKey: v.string() });
const ewbSites = v.object({ portal_sandbox: v.optional(ewbSite), production: v.optional(ewbSite) });

const oldSecrets = v.pipe(
  v.string(),
  v.transform((text) => text.split(/[\s,]+/).filter((secret) => secret !== "")),
  v.array(v.pipe(v.string(), v.minLength(32, "secrets of at least 32 characters are wanted, separated by commas"))),
);

const environment = v.object({
  DATABASE_URL: v.optional(v.pipe(v.string(), v.url("a postgres:// URL is wanted"))),
  DATABASE_ADMIN_URL: v.optional(v.pipe(v.string(), v.url("a postgres:// URL is wanted"))),
  PAKKA_PORT: v.optional(integer, "8000"),
  PAKKA_DATA_DIR: v.optional(v.string(), ".data"),
  PAKKA_POOL: v.optional(integer, "6"),
  PAKKA_RATE_LIMIT: v.optional(integer),
  PAKKA_SANDBOX: v.optional(onOff),
  PAKKA_SECRET: v.optional(v.pipe(v.string(), v.minLength(32, "at least 32 characters are wanted"))),
  PAKKA_OLD_SECRETS: v.optional(oldSecrets, ""),
  PAKKA_PUBLIC_URL: v.optional(v.string()),
  PAKKA_SANDBOX_URL: v.optional(v.pipe(v.string(), v.url("an http:// URL is wanted"))),
  PAKKA_IRP_SITES: v.optional(v.pipe(v.string(), v.parseJson(undefined, "JSON is wanted"), irpSites), "{}"),
  PAKKA_EWB_SITES: v.optional(v.pipe(v.string(), v.parseJson(undefined, "JSON is wanted"), ewbSites), "{}"),
});

/** How this process was told to run. Read once, at start; nothing else reads the environment. */
export interface Settings {
  readonly databaseUrl: string | null;
  readonly databaseAdminUrl: string | null;
  readonly port: number;
  readonly dataDir: string;
  readonly pool: number;
  /** Requests a minute a person; 0 is no limit. Null: the mode's own default (100; 0 in the development run). */
  readonly rateLimit: number | null;
  readonly sandbox: boolean | null;
  /** The one secret: signing and encryption keys are derived from it. */
  readonly secret: string | null;
  /** Secrets that were in use before; they open what was sealed then, until `deno task secrets:reseal` has run. */
  readonly oldSecrets: readonly string[];
  readonly publicUrl: string | null;
  /** Where a worker finds the sandbox portals, when they are played by another process. */
  readonly sandboxUrl: string | null;
  /** The invoice registration portals by environment: host, key for sign-in, keys it signs documents with. */
  readonly irpSites: v.InferOutput<typeof irpSites>;
  /** The e-way bill portals by environment: host and key for sign-in. */
  readonly ewbSites: v.InferOutput<typeof ewbSites>;
}

/** Reads the settings, or says which variable is wrong and what is wanted there. Unset and empty are the same. */
export function readSettings(source: Record<string, string | undefined> = process.env): Settings {
  const given = Object.fromEntries(Object.keys(environment.entries).map((name) => [name, source[name] || undefined]));
  const read = v.safeParse(environment, given);
  if (!read.success) {
    const lines = read.issues.map((issue) => `  ${v.getDotPath(issue)}: ${issue.message}`);
    throw new Error(`settings are not right:\n${lines.join("\n")}\nSee .env.example for each variable.`);
  }
  const env = read.output;
  return {
    databaseUrl: env.DATABASE_URL ?? null,
    databaseAdminUrl: env.DATABASE_ADMIN_URL ?? null,
    port: env.PAKKA_PORT,
    dataDir: env.PAKKA_DATA_DIR,
    pool: env.PAKKA_POOL,
    rateLimit: env.PAKKA_RATE_LIMIT ?? null,
    sandbox: env.PAKKA_SANDBOX ?? null,
    secret: env.PAKKA_SECRET ?? null,
    oldSecrets: env.PAKKA_OLD_SECRETS,
    publicUrl: env.PAKKA_PUBLIC_URL ?? null,
    sandboxUrl: env.PAKKA_SANDBOX_URL ?? null,
    irpSites: env.PAKKA_IRP_SITES,
    ewbSites: env.PAKKA_EWB_SITES,
  };
}
