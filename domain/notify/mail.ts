import { callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Mailer } from "../gateways/mail/mod.ts";
import type { Context } from "../shared/context.ts";

/** What mailing needs of the outside. */
export interface MailDeps {
  /** Null: nothing is mailed. */
  readonly mailer: Mailer | null;
  /** Who hears of what concerns the installation and no company. */
  readonly operators: readonly string[];
  /** Where people reach Pakka, for the link in a mail. */
  readonly publicUrl: string | null;
}

interface News {
  id: string;
  severity: string;
  subject: string;
  body: string;
  count: number;
  last_seen_at: string;
}

/** In one mail; what is more comes in the next. */
const newsAtOnce = 20;

/**
 * Mails what the tenant's owners have not been told of yet, as one mail, and what concerns the installation to its
 * operators. A mail that does not go is tried again after a growing pause. Answers how many news were mailed.
 */
export async function mailDue(ctx: Context, deps: MailDeps): Promise<{ mailed: number; failed: number }> {
  const { mailer, operators } = deps;
  if (!mailer) return { mailed: 0, failed: 0 };
  const result = { mailed: 0, failed: 0 };
  const [own, installation] = await withTenant(ctx, async ({ sql }) => [
    await sql<News[]>`select * from ops.claim_mail(${newsAtOnce})`,
    await sql<News[]>`select * from ops.claim_operators_mail(${newsAtOnce})`,
  ]);
  const batches = [
    { news: own ?? [], record: "ops.record_mail", to: () => ownersOf(ctx) },
    { news: installation ?? [], record: "ops.record_operators_mail", to: () => Promise.resolve(operators) },
  ] as const;
  for (const { news, record, to } of batches) {
    if (news.length === 0) continue;
    const worstFirst = news.toSorted((a, b) => a.severity.localeCompare(b.severity) || a.id.localeCompare(b.id));
    const error = await mail(mailer, await to(), worstFirst, deps.publicUrl);
    const ids = news.map(({ id }) => id);
    await withTenant(ctx, ({ sql }) => callRows(sql, record, { p_ids: ids, p_error: error }));
    result[error === null ? "mailed" : "failed"] += news.length;
  }
  return result;
}

async function ownersOf(ctx: Context): Promise<string[]> {
  const rows = await withTenant(
    ctx,
    ({ sql }) => sql<{ email: string }[]>`select email from ops.mail_recipients() as email`,
  );
  return rows.map(({ email }) => email);
}

/** Null where it went, or where there is nobody to tell; else why not. */
async function mail(mailer: Mailer, to: readonly string[], news: News[], publicUrl: string | null) {
  const [first] = news;
  if (!first || to.length === 0) return null;
  const more = news.length > 1 ? ` (and ${news.length - 1} more)` : "";
  const subject = `[Pakka] ${first.severity}: ${first.subject}${more}`;
  const link = publicUrl ? `${publicUrl.replace(/\/$/, "")}/ops` : "GET /api/ops/notifications";
  const text = `${news.map(paragraph).join("\n\n")}\n\n--\nWhat is open, and who settles it: ${link}\n`;
  try {
    await mailer.send({ messageId: `${first.id}.${first.count}@pakka`, to, subject, text });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function paragraph({ severity, subject, body, count }: News): string {
  const often = count > 1 ? ` (${count} times)` : "";
  return `${severity.toUpperCase()}: ${subject}${often}\n${body}`;
}
