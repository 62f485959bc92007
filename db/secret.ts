import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Settings } from "./settings.ts";

/**
 * The one secret all keys are derived from: PAKKA_SECRET, or, beside the embedded server, one made and kept in the data
 * folder. Instances that share a database must share the secret, so a database of the user's own needs PAKKA_SECRET.
 */
export async function loadSecret(settings: Settings, mayMake: boolean): Promise<string> {
  if (settings.secret) return settings.secret;
  if (!mayMake) {
    throw new Error(
      "PAKKA_SECRET is not set. Set the same one, at least 32 random characters, for every process of this database.",
    );
  }
  const path = join(settings.dataDir, "secret");
  const made = randomBytes(32).toString("base64url");
  try {
    await Deno.mkdir(settings.dataDir, { recursive: true });
    await Deno.writeTextFile(path, made, { createNew: true, mode: 0o600 });
    return made;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return await Deno.readTextFile(path);
    throw error;
  }
}
