import { z } from "zod";
import { text } from "../shared/fields.ts";
import { scopes } from "./scopes.ts";

export const signInSchema = z.strictObject({
  email: z.string().min(3).max(254),
  password: z.string().min(1).max(1024),
}).meta({ id: "SignIn" });

export const refreshSchema = z.strictObject({ refreshToken: z.string().min(1).max(200) }).meta({ id: "Refresh" });

export const newApiKeySchema = z.strictObject({
  name: text(100),
  scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
  requestsPerMinute: z.int().min(1).max(600_000).default(6_000),
}).meta({ id: "NewApiKey" });
export type NewApiKey = z.output<typeof newApiKeySchema>;

/** What sign-in and refresh answer. */
export const sessionSchema = z.object({
  accessToken: z.string(),
  expiresIn: z.int().meta({ description: "seconds" }),
  refreshToken: z.string().meta({ description: "good once, for seven days" }),
  user: z.object({
    id: z.uuid(),
    email: z.string(),
    roles: z.array(z.string()),
    tenantId: z.uuid(),
    destinationId: z.string().optional(),
  }),
}).meta({ id: "Session" });

export const meSchema = z.object({
  id: z.uuid().nullable(),
  email: z.string().meta({ description: "of a person; the name of an API key" }),
  roles: z.array(z.string()),
  scopes: z.array(z.string()),
  tenantId: z.uuid(),
  destinationId: z.string().optional(),
}).meta({ id: "Me" });

export const apiKeyMadeSchema = z.object({ id: z.uuid(), key: z.string() }).meta({ id: "ApiKeyMade" });

export const apiKeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.string()),
  requestsPerMinute: z.int(),
  createdBy: z.uuid(),
  createdAt: z.iso.datetime({ offset: true }),
  lastUsedAt: z.iso.datetime({ offset: true }).nullable(),
  revokedAt: z.iso.datetime({ offset: true }).nullable(),
}).meta({ id: "ApiKey" });
