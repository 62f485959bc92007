/** What happens between client and portal, whatever the portal is (wire_faults.ts plays it). True: the effect is done. */
export const wireKinds = {
  timeout: false,
  timeout_after_success: true,
  latency: true,
  drip: true,
  endless: true,
  http_400: false,
  http_401: false,
  http_403: false,
  http_404: false,
  http_408: false,
  http_429: false,
  http_500: false,
  http_502: false,
  http_503: false,
  http_504: false,
  maintenance: false,
  malformed: true,
  truncated: true,
  empty: true,
  html: false,
  oversized: true,
  gzip_bomb: true,
  reset: true,
  redirect: false,
  wrong_content_type: true,
  wrong_charset: true,
  byte_order_mark: true,
} as const;

/** What the portal itself says wrongly. Each portal plays those it can, and ignores the rest. */
export const portalKinds = [
  "portal_error",
  "token_expired",
  "token_revoked",
  "wrong_sek",
  "clock_skew",
  "undecipherable",
  "wrong_signature",
  "wrong_rek",
  "unknown_kid",
  "alg_none",
  "wrong_irn",
  "other_document",
  "crossed_reply",
  "duplicate",
  "duplicate_other_content",
  "duplicate_lagging",
  "registered_elsewhere",
  "lost_deduplication",
  "too_old",
  "eway_bill_fails",
  "unknown_field",
  "number_as_text",
  "new_enum",
  "schema_version",
  "status_without_data",
  "errors_as_text",
  "errors_as_base64",
  "codes_without_comma",
  "info_as_text",
  "info_noise",
] as const;

export type WireKind = keyof typeof wireKinds;
export type PortalKind = typeof portalKinds[number];
export type FaultKind = WireKind | PortalKind;

export const allKinds = [...Object.keys(wireKinds) as WireKind[], ...portalKinds] as const;

export function isWireKind(kind: FaultKind): kind is WireKind {
  return kind in wireKinds;
}
