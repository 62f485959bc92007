import { randomBytes } from "node:crypto";
import { join } from "node:path";

/** The database roles that sign in, the embedded server's own administrator first. */
export const loginRoles = ["postgres", "pakka_migrator", "pakka_app", "pakka_worker", "pakka_reader"] as const;
export type LoginRole = typeof loginRoles[number];
export type Passwords = Record<LoginRole, string>;

/**
 * One password a role: `PAKKA_APP_PASSWORD` and its like where the environment gives them, else what
 * `<data dir>/roles.json` (mode 0600) keeps, else generated now and kept there.
 */
export async function loadPasswords(dataDir: string): Promise<Passwords> {
  const file = join(dataDir, "roles.json");
  const kept = await readKept(file);
  const given = Object.fromEntries(loginRoles.map((role) => [role, givenFor(role)]));
  const missing = loginRoles.filter((role) => !kept[role] && !given[role]);
  if (missing.length > 0) {
    for (const role of missing) kept[role] = randomBytes(24).toString("base64url");
    await Deno.mkdir(dataDir, { recursive: true });
    await writeWhole(file, JSON.stringify(kept, null, 2) + "\n");
  }
  return Object.fromEntries(loginRoles.map((role) => [role, given[role] ?? kept[role] ?? ""])) as Passwords;
}

/** `url` with another user and password, and perhaps another database: how a role signs in to the same server. */
export function signInAs(url: string, role: string, password: string, database?: string): string {
  const own = new URL(url);
  own.username = encodeURIComponent(role);
  own.password = encodeURIComponent(password);
  if (database !== undefined) own.pathname = `/${encodeURIComponent(database)}`;
  return own.href;
}

function givenFor(role: LoginRole): string | undefined {
  // The embedded administrator's password is nobody's setting.
  return role === "postgres" ? undefined : Deno.env.get(`${role.toUpperCase()}_PASSWORD`) || undefined;
}

async function readKept(file: string): Promise<Partial<Passwords>> {
  try {
    return JSON.parse(await Deno.readTextFile(file));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    if (error instanceof SyntaxError) throw new Error(`${file} is not JSON: restore it, or delete it with its data`);
    throw error;
  }
}

/** Written beside and renamed, so that a reader never meets half a file. */
async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(draft, text, { mode: 0o600 });
  await Deno.rename(draft, file);
}
