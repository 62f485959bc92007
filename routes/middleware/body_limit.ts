import type { MiddlewareHandler } from "hono";
import { bodyLimit as honoBodyLimit } from "hono/body-limit";
import { defineRefusals } from "../../domain/shared/refusals.ts";
import type { Env } from "../deps.ts";

const megabyte = 1024 * 1024;
const refuse = defineRefusals({
  body_too_large: { status: 413, message: "the body is larger than {limit} bytes" },
});

/** The paths that take more than a megabyte, and how much. */
const larger: Record<string, number> = {
  "/api/vouchers/bulk": 10 * megabyte,
  "/api/einvoice/validate": 10 * megabyte,
  "/api/admin/partners/import": 32 * megabyte,
  "/api/admin/payouts/import": 32 * megabyte,
  "/api/admin/reconcile-payment": 33 * megabyte, // the file has 32 at most; the rest is its form
  "/payouts/import": 32 * megabyte,
  "/payouts/settlements": 33 * megabyte,
};

/** Refuses: body_too_large, before the body is read where its length is known, else as soon as it is too long. */
export const bodyLimit: MiddlewareHandler<Env> = async (c, next) => {
  const maxSize = larger[c.req.path] ?? megabyte;
  const onError = () => {
    throw refuse("body_too_large", { limit: maxSize });
  };
  return await honoBodyLimit({ maxSize, onError })(c, next);
};
