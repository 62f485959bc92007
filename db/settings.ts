import * as v from "valibot";
import process from "node:process";

const integer = v.pipe(v.string(), v.regex(/^\d+$/, "a whole number is wanted"), v.transform(Number));
const onOff = v.pipe(v.picklist(["on", "off"], "on or off is wanted"), v.transform((text) => text === "on"));

const place = {
  baseUrl: v.pipe(v.string(), v.url()),
  signInKey: v.string(),
  headers: v.optional(v.record(v.string(), v.string())),
  callsPerMinute: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
};
const provider = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_-]{0,30}$/, "a short name in lower case is wanted"));

/** The providers of an environment, best first; one alone may stand by itself, and needs no name. */
function providersOf<const E extends v.ObjectEntries>(entries: E, name: string) {
  const named = v.object({ provider: v.optional(provider, name), ...entries });
  const one = v.pipe(named, v.transform((site) => [site]));
  const several = v.pipe(
    v.array(v.object({ provider, ...entries })),
    v.check(
      (sites) => new Set(sites.map((site) => site.provider)).size === sites.length,
      "each provider has a name of its own",
    ),
  );
  const providers = v.union([several, one]);
  return v.object({ portal_sandbox: v.optional(providers), production: v.optional(providers) });
}

const documentKeys = v.array(v.object({ kid: v.string(), publicKey: v.string() }));
const irpSites = providersOf({ ...place, documentKeys }, "irp1");
const ewbSites = providersOf(place, "nic");

const listed = (text: string) => text.split(/[\s,]+/).filter((one) => one !== "");
const oldSecrets = v.pipe(
  v.string(),
  v.transform(listed),
  v.array(v.pipe(v.string(), v.minLength(32, "secrets of at least 32 characters are wanted, separated by commas"))),
);
const addresses = v.pipe(
  v.string(),
  v.transform(listed),
  v.array(v.pipe(v.string(), v.email("e-mail addresses are wanted, separated by commas"))),
);

const bucketEndpoint = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[\w.{}-]+(:\d+)?\/?$/, "https://host is wanted, or https://{bucket}.host"),
);
const keyPrefix = v.pipe(
  v.string(),
  v.regex(/^([A-Za-z0-9][\w.-]*\/)+$/, "a path that ends with a slash is wanted, as books/"),
);

const environment = v.object({
  DATABASE_URL: v.optional(v.pipe(v.string(), v.url("a postgres:// URL is wanted"))),
  DATABASE_ADMIN_URL: v.optional(v.pipe(v.string(), v.url("a postgres:// URL is wanted"))),
  PAKKA_PORT: v.optional(integer, "8000"),
  PAKKA_DATA_DIR: v.optional(v.string(), ".data"),
  PAKKA_OBJECT_STORE: v.optional(v.picklist(["folder", "s3"], "folder or s3 is wanted"), "folder"),
  PAKKA_S3_ENDPOINT: v.optional(bucketEndpoint),
  PAKKA_S3_REGION: v.optional(v.string(), "us-east-1"),
  PAKKA_S3_BUCKET: v.optional(v.string()),
  PAKKA_S3_ACCESS_KEY: v.optional(v.string()),
  PAKKA_S3_SECRET_KEY: v.optional(v.string()),
  PAKKA_S3_PREFIX: v.optional(keyPrefix),
  PAKKA_POOL: v.optional(integer, "6"),
  PAKKA_RATE_LIMIT: v.optional(integer),
  PAKKA_SANDBOX: v.optional(onOff),
  PAKKA_SECRET: v.optional(v.pipe(v.string(), v.minLength(32, "at least 32 characters are wanted"))),
  PAKKA_OLD_SECRETS: v.optional(oldSecrets, ""),
  PAKKA_PUBLIC_URL: v.optional(v.string()),
  PAKKA_SMTP_URL: v.optional(v.pipe(v.string(), v.regex(/^smtps?:\/\//, "an smtp:// or smtps:// URL is wanted"))),
  PAKKA_MAIL_FROM: v.optional(v.string()),
  PAKKA_OPERATORS: v.optional(addresses, ""),
  PAKKA_WEBHOOKS_LOCAL: v.optional(onOff),
  PAKKA_SANDBOX_URL: v.optional(v.pipe(v.string(), v.url("an http:// URL is wanted"))),
  PAKKA_IRP_SITES: v.optional(v.pipe(v.string(), v.parseJson(undefined, "JSON is wanted"), irpSites), "{}"),
  PAKKA_PORTAL_CALLS_PER_MINUTE: v.optional(integer, "60"),
  PAKKA_EWB_SITES: v.optional(v.pipe(v.string(), v.parseJson(undefined, "JSON is wanted"), ewbSites), "{}"),
});

/** Where documents are kept: a folder of this machine, or a bucket of a store that speaks S3. */
export type ObjectStorePlace = { readonly kind: "folder"; readonly folder: string } | {
  readonly kind: "s3";
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly prefix?: string;
};

function objectStoreOf(env: v.InferOutput<typeof environment>): ObjectStorePlace {
  if (env.PAKKA_OBJECT_STORE === "folder") return { kind: "folder", folder: `${env.PAKKA_DATA_DIR}/objects` };
  const {
    PAKKA_S3_ENDPOINT: endpoint,
    PAKKA_S3_BUCKET: bucket,
    PAKKA_S3_ACCESS_KEY: accessKey,
    PAKKA_S3_SECRET_KEY: secretKey,
  } = env;
  if (!endpoint || !bucket || !accessKey || !secretKey) {
    throw new Error("PAKKA_OBJECT_STORE=s3 needs PAKKA_S3_ENDPOINT, _BUCKET, _ACCESS_KEY and _SECRET_KEY");
  }
  const { PAKKA_S3_REGION: region, PAKKA_S3_PREFIX: prefix } = env;
  return { kind: "s3", endpoint, region, bucket, accessKey, secretKey, ...(prefix && { prefix }) };
}

/** How this process was told to run. Read once, at start; nothing else reads the environment. */
export interface Settings {
  readonly databaseUrl: string | null;
  readonly databaseAdminUrl: string | null;
  readonly port: number;
  readonly dataDir: string;
  readonly objectStore: ObjectStorePlace;
  readonly pool: number;
  /** Requests a minute a person; 0 is no limit. Null: the mode's own default (100; 0 in the development run). */
  readonly rateLimit: number | null;
  readonly sandbox: boolean | null;
  /** The one secret: signing and encryption keys are derived from it. */
  readonly secret: string | null;
  /** Secrets that were in use before; they open what was sealed then, until `deno task secrets:reseal` has run. */
  readonly oldSecrets: readonly string[];
  readonly publicUrl: string | null;
  /** The mail server notifications go through; null: nothing is mailed. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string | null;
  /** Who hears of what concerns the installation and no company. */
  readonly operators: readonly string[];
  /** Whether webhooks may go to http:// and to this network; never in production. Null: in the development run only. */
  readonly webhooksLocal: boolean | null;
  /** Where a worker finds the sandbox portals, when they are played by another process. */
  readonly sandboxUrl: string | null;
  /** The providers of the invoice registration portal by environment: host, key for sign-in, keys it signs documents with. */
  readonly irpSites: v.InferOutput<typeof irpSites>;
  /** How many calls a GSTIN may make in a minute at a portal not played here; 0: as many as it likes. */
  readonly portalCallsPerMinute: number;
  /** The providers of the e-way bill portal by environment: host and key for sign-in. */
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
    objectStore: objectStoreOf(env),
    pool: env.PAKKA_POOL,
    rateLimit: env.PAKKA_RATE_LIMIT ?? null,
    sandbox: env.PAKKA_SANDBOX ?? null,
    secret: env.PAKKA_SECRET ?? null,
    oldSecrets: env.PAKKA_OLD_SECRETS,
    publicUrl: env.PAKKA_PUBLIC_URL ?? null,
    smtpUrl: env.PAKKA_SMTP_URL ?? null,
    mailFrom: env.PAKKA_MAIL_FROM ?? null,
    operators: env.PAKKA_OPERATORS,
    webhooksLocal: env.PAKKA_WEBHOOKS_LOCAL ?? null,
    sandboxUrl: env.PAKKA_SANDBOX_URL ?? null,
    irpSites: env.PAKKA_IRP_SITES,
    ewbSites: env.PAKKA_EWB_SITES,
    portalCallsPerMinute: env.PAKKA_PORTAL_CALLS_PER_MINUTE,
  };
}
