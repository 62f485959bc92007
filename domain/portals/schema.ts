import { z } from "zod";
import { gstin, text } from "../shared/fields.ts";

/** What a company says of a GSTIN's registration, at whichever portal; each context names its own body after its portal. */
export const registration = z.strictObject({
  gstin: gstin(),
  environment: z.enum(["sandbox", "portal_sandbox", "production"]),
  // Secrets go there: encrypted, and to a host with a public name, not to this machine's neighbours.
  baseUrl: z.url({ protocol: /^https$/, hostname: z.regexes.domain }).max(200).optional().meta({
    description: "the host the portal or the service provider named; https, by its domain name",
  }),
  provider: z.string().regex(/^[a-z][a-z0-9_-]{0,30}$/).optional().meta({
    description: "the one provider of the environment to go to, as irp1; left out: whichever answers",
  }),
  clientId: text(100),
  clientSecret: text(200),
  username: text(100),
  password: text(200),
});
export type RegistrationBody = z.infer<typeof registration>;
