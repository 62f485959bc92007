import { Hono } from "hono";
import { bearerReader, rateLimiter } from "../domain/core/mod.ts";
import { apiKeys } from "./api/api_keys.ts";
import { audit } from "./api/audit.ts";
import { auth } from "./api/auth.ts";
import { company } from "./api/company.ts";
import { einvoice } from "./api/einvoice.ts";
import { ewaybill } from "./api/ewaybill.ts";
import { ewaybillChanges } from "./api/ewaybill_changes.ts";
import { ewaybillPrint } from "./api/ewaybill_print.ts";
import { ewaybillTrips } from "./api/ewaybill_trips.ts";
import { godowns } from "./api/godowns.ts";
import { items } from "./api/items.ts";
import { ledgers } from "./api/ledgers.ts";
import { notifications } from "./api/notifications.ts";
import { numberingSeries } from "./api/numbering_series.ts";
import { ops } from "./api/ops.ts";
import { parties } from "./api/parties.ts";
import { payouts } from "./api/payouts.ts";
import { periods } from "./api/periods.ts";
import { reference } from "./api/reference.ts";
import { reports } from "./api/reports.ts";
import { voucherLifecycle } from "./api/voucher_lifecycle.ts";
import { vouchers } from "./api/vouchers.ts";
import { webhooks } from "./api/webhooks.ts";
import type { AppOptions, Deps, Env } from "./deps.ts";
import { docs } from "./docs.ts";
import { frontPage } from "./front_page.tsx";
import { health } from "./health.ts";
import { createMetrics } from "./metrics.ts";
import { authenticate } from "./middleware/authenticate.ts";
import { bodyLimit } from "./middleware/body_limit.ts";
import { log, logToStdout } from "./middleware/log.ts";
import { rateLimit } from "./middleware/rate_limit.ts";
import { requestId } from "./middleware/request_id.ts";
import { secureHeaders } from "./middleware/secure_headers.ts";
import { mailboxPages } from "./portal/mailbox.tsx";
import { portal } from "./portal/portal.ts";
import { answerError } from "./problem.ts";
import { answerUnknown, refuseUndeclared } from "./unknown.ts";

/**
 * API and pages as one Hono app: the order of the middleware and the one list of routes. What a route needs (scope, query,
 * body, Idempotency-Key) it declares with `endpoint`, a page with `page`; one that declares nothing is refused at start.
 */
export function createApp(options: AppOptions): Hono<Env> {
  const deps: Deps = {
    ...options,
    log: options.log ?? logToStdout,
    bearers: bearerReader(),
    limiter: rateLimiter(),
    metrics: createMetrics(),
  };
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    c.set("deps", deps);
    await next();
  });
  app.use(requestId, log, secureHeaders, bodyLimit, authenticate, rateLimit);
  const middleware = new Set(app.routes);

  app.route("/", frontPage(deps));
  app.route("/", health(deps));
  app.route("/", docs(app));
  app.route("/", auth());
  app.route("/", apiKeys());
  app.route("/", company());
  app.route("/", parties());
  app.route("/", items());
  app.route("/", godowns());
  app.route("/", ledgers());
  app.route("/", numberingSeries());
  app.route("/", vouchers());
  app.route("/", voucherLifecycle());
  app.route("/", periods());
  app.route("/", einvoice());
  app.route("/", ewaybillTrips()); // before what takes any word for a number
  app.route("/", ewaybill());
  app.route("/", ewaybillChanges());
  app.route("/", ewaybillPrint());
  app.route("/", payouts());
  app.route("/", reports());
  app.route("/", audit());
  app.route("/", notifications());
  app.route("/", webhooks());
  app.route("/", ops());
  app.route("/", reference());
  if (deps.mail?.caught) app.route("/", mailboxPages(deps.mail.caught));
  app.route("/", portal());

  refuseUndeclared(app, middleware);
  app.notFound((c) => answerUnknown(app, c));
  app.onError(answerError);
  return app;
}
