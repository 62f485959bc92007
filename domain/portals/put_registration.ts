import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { sealSecret } from "../shared/secret_box.ts";
import { type Office, secretPlace } from "./registration.ts";
import type { RegistrationBody } from "./schema.ts";

/**
 * Sets the credentials of a GSTIN at a portal, sealed for their own row, and answers them without secrets. Refuses:
 * company_gstin_unknown.
 */
export async function putRegistrationAt(
  ctx: Context,
  keys: Keys,
  office: Office,
  { clientSecret, password, ...open }: RegistrationBody,
): Promise<string> {
  const id = crypto.randomUUID();
  const sealed = (column: string, secret: string) => sealSecret(keys, secretPlace(ctx, office, id, column), secret);
  const registration = {
    ...open,
    id,
    clientSecretEncrypted: sealed("client_secret_encrypted", clientSecret),
    passwordEncrypted: sealed("password_encrypted", password),
  };
  return await withTenant(ctx, (tx) => callJson(tx.sql, office.put, { p_registration: registration })) ?? "null";
}
