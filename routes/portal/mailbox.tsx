import { Hono } from "hono";
import type { Env } from "../deps.ts";
import type { CaughtMail } from "../sandbox/mailbox.ts";
import { answerErrorPage } from "./error_page.tsx";
import { showPage } from "./layout.tsx";
import { page } from "./page.ts";
import { Empty, Facts, Head, Sheet } from "./parts.tsx";
import { inWords } from "./times.tsx";

const reloadSeconds = 5;

/** `/mailbox`: what a development run mailed, to be read by whoever tries it. Mounted in no other. */
export function mailboxPages(mails: readonly CaughtMail[]): Hono<Env> {
  const pages = new Hono<Env>().get(
    "/mailbox",
    page({ summary: "What was mailed in this development run", scope: "public" }),
    (c) =>
      showPage(c, { title: "Mailbox", reload: reloadSeconds }, <Mails mails={mails} now={c.var.deps.clock.now()} />),
  );
  pages.onError(answerErrorPage);
  return pages;
}

function Mails({ mails, now }: { mails: readonly CaughtMail[]; now: Date }) {
  return (
    <>
      <Head title="Mailbox" now={now}>
        No mail server is configured (<code>PAKKA_SMTP_URL</code>), so this development run keeps its mails here and
        sends them nowhere.
      </Head>
      {mails.map((mail) => <Mail {...mail} />)}
      {mails.length === 0 && <Empty title="Nothing was mailed yet">A one-time password comes here at once.</Empty>}
    </>
  );
}

function Mail({ at, to, subject, text }: CaughtMail) {
  return (
    <Sheet title={subject} aside={inWords(at)}>
      <div class="body">
        <Facts facts={{ To: to.join(", ") }} />
        <pre>{text}</pre>
      </div>
    </Sheet>
  );
}
