import { Refusal, type RefusalStatus } from "../domain/shared/refusals.ts";

interface PostgresError extends Error {
  readonly code: string;
  readonly severity?: string;
  readonly detail?: string;
  readonly constraint_name?: string;
}

/** SQLSTATE class PK + the HTTP status is a refusal our own SQL raised with `core.refuse`. */
const raised = /^PK(\d{3})$/;

const lost = "the connection to the database was lost; repeat with the same Idempotency-Key";

/** What an operator or a caller should hear when the database is busy or away, by SQLSTATE. */
const passing: Record<string, string> = {
  "55P03": "another request holds these rows; try again",
  "57014": "the request took too long and was stopped; nothing was stored",
  "40001": "another request changed these rows at the same time; try again",
  "40P01": "another request changed these rows at the same time; try again",
  "53300": "the database has no free connection; try again shortly",
  "57P01": "the database is restarting; try again shortly",
  "57P02": lost,
  "57P03": "the database is starting; try again shortly",
  "CONNECTION_ENDED": "the service is stopping; try again shortly",
  "CONNECT_TIMEOUT": "the database cannot be reached; try again shortly",
  "ECONNREFUSED": "the database cannot be reached; try again shortly",
};

/** Unique keys whose breach is not about the request itself and has a name of its own. */
const breaches: Record<string, [code: string, message: string]> = {
  vouchers_number_is_unique_a_gstin_a_year: [
    "numbering_series_collides",
    "another series has given the next number of this one already; use another series",
  ],
};

export function isPostgresError(error: unknown): error is PostgresError {
  return error instanceof Error && typeof (error as Partial<PostgresError>).code === "string";
}

/** Network errors as Deno names them; Node's and the driver's carry a code. Node's own ERR_… are mistakes of a program. */
const networkErrors = /^(Connection\w+|BrokenPipe|NotConnected|BadResource|Interrupted|UnexpectedEof|TimedOut)$/;
const networkCodes = /^(E(?!RR_)[A-Z_]{3,}|ERR_(?:STREAM|SOCKET)_\w+|CONNECTION_\w+)$/;

/** Whether the wire broke, in whatever words: the database may or may not have done what it was asked. */
function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error) || "severity" in error) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === "string") return networkCodes.test(code) && !(code in passing);
  return networkErrors.test(error.name);
}

function unavailable(why: string): Refusal {
  return new Refusal("temporarily_unavailable", 503, why, [], { retryAfter: 1 });
}

/** Whether the database itself has said that it took the statement back; a lost connection or a dying server says nothing. */
export function isTakenBack(error: unknown): boolean {
  return isPostgresError(error) && error.severity === "ERROR";
}

/** Whether another request was quicker, so that asking once more is worth it: with the same key, or with the series. */
export function isOvertaken(error: unknown): boolean {
  return isPostgresError(error) &&
    (error.constraint_name === "idempotency_keys_pkey" || error.message === "numbering_series_changed");
}

/** A refusal where the error is one, else the error itself (which the problem page answers as 500, without its text). */
export function toRefusal(error: unknown): unknown {
  if (isConnectionLost(error)) return unavailable(lost);
  if (!isPostgresError(error)) return error;
  const status = raised.exec(error.code)?.[1];
  if (status) return refusalRaised(error, Number(status) as RefusalStatus);
  const busy = passing[error.code];
  if (busy) return unavailable(busy);
  const breach = breaches[error.constraint_name ?? ""];
  if (error.code === "23505" && breach) return new Refusal(breach[0], 409, breach[1]);
  if (error.code === "23505") return new Refusal("already_exists", 409, "a row with the same key exists already");
  return error;
}

function refusalRaised(error: PostgresError, status: RefusalStatus): Refusal {
  const { code, pointer, message, facts } = JSON.parse(error.detail ?? "{}");
  const errors = pointer === null ? [] : [{ pointer, code, message, facts }];
  return new Refusal(code ?? error.message, status, message ?? error.message, errors, facts ?? {});
}
