import type { Database } from "../../../db/pool.ts";
import type { PortalError } from "./wire.ts";
import type { Cancelled, Found, Provider, Registration, Taxpayer, Token, World } from "./shapes.ts";

export type * from "./shapes.ts";

/** The portal's state on one database, as one of the two portals sees it: the one file of this portal that knows SQL. */
export function sandboxWorld(db: Database, provider: Provider = "irp1"): World {
  return {
    errors: async (code, subject = "") => {
      const rows = await db<
        PortalError[]
      >`select code as "ErrorCode", replace(message, '{0}', ${subject}) as "ErrorMessage"
        from sandbox.irp_errors where code = ${code}`;
      return rows.length > 0 ? [...rows] : [{ ErrorCode: code, ErrorMessage: subject || "Application error" }];
    },
    taxpayer: async (gstin) => {
      const [row] = await db<Taxpayer[]>`select status, username, password, client_id as "clientId",
        client_secret as "clientSecret" from sandbox.irp_taxpayers where gstin = ${gstin}`;
      return row;
    },
    taxpayerDetails: async (gstin) => {
      const [row] = await db<{ details: string }[]>`select json_build_object('Gstin', gstin, 'TradeName', trade_name,
        'LegalName', legal_name, 'AddrBnm', null, 'AddrBno', null, 'AddrFlno', null, 'AddrSt', null, 'AddrLoc', null,
        'StateCode', state_code::int, 'AddrPncd', pincode, 'TxpType', taxpayer_type, 'Status', status,
        'BlkStatus', block_status, 'DtReg', registered_on, 'DtDReg', deregistered_on)::text as details
        from sandbox.irp_taxpayers where gstin = ${gstin}`;
      return row?.details;
    },
    issueToken: async (wish) => {
      const [token] = await db<Token[]>`select auth_token as "authToken", session_key as "sessionKey",
        expires_on as "expiresOn" from sandbox.issue_irp_token(${wish.gstin}, ${wish.username}, ${wish.force},
        ${wish.authToken}, ${wish.sessionKey}, ${wish.now}, ${provider})`;
      return only(token);
    },
    sessionKey: async (token, gstin, username, now) => {
      const [row] = await db<{ key: string }[]>`select session_key as key from sandbox.irp_tokens
        where provider = ${provider} and auth_token = ${token} and gstin = ${gstin} and username = ${username}
          and expires_at > ${now}`;
      return row?.key;
    },
    forgetToken: async (token) => {
      await db`delete from sandbox.irp_tokens where auth_token = ${token}`;
    },
    refusals: async (gstin, payload, now) => {
      const rows = await db<PortalError[]>`select code as "ErrorCode", message as "ErrorMessage"
        from sandbox.irp_refusals(${gstin}, ${payload}::text::jsonb, ${now})`;
      return [...rows];
    },
    register: async (gstin, payload, now, sign) =>
      await db.begin(async (tx) => {
        const [row] = await tx<Registration[]>`select outcome, irn, ack_no as "ackNo", ack_date as "ackDate", provider
          from sandbox.register_irp_invoice(${gstin}, ${payload}::text::jsonb, ${now}, ${provider})`;
        const registration = only(row);
        if (registration.outcome === "registered") {
          const { signedInvoice, signedQrCode } = sign(registration);
          await tx`update sandbox.irp_invoices set signed_invoice = ${signedInvoice}, signed_qr_code = ${signedQrCode}
            where irn = ${registration.irn}`;
        }
        return registration;
      }),
    find: async (gstin, wanted, now) => {
      const { irn = null, type = null, number = null, date = null }: Record<string, string | null> = { ...wanted };
      const [found] = await db<Found[]>`select code, irn, ack_no as "ackNo", ack_date as "ackDate",
        signed_invoice as "signedInvoice", signed_qr_code as "signedQrCode", status, request,
        ewb_no as "ewbNo", ewb_date as "ewbDate", ewb_valid_till as "ewbValidTill"
        from sandbox.find_irp_invoice(${gstin}, ${irn}, ${type}, ${number}, ${date}, ${now}, ${provider})`;
      return only(found);
    },
    cancel: async (gstin, { irn, reason, remarks }, now) => {
      const [row] = await db<Cancelled[]>`select code, irn, cancel_date as "cancelDate"
        from sandbox.cancel_irp_invoice(${gstin}, ${irn}, ${reason}, ${remarks}, ${now}, ${provider})`;
      return only(row);
    },
    makeBill: async (gstin, irn, wish, now, isJustRegistered) => {
      const [row] = await db<{ errors: string | null; answer: string | null; distance: number | null }[]>`
        select errors, answer, distance from sandbox.make_irp_ewb(
          ${gstin}, ${irn}, ${wish}::text::jsonb, ${now}, ${isJustRegistered ? null : provider})`;
      const { errors, answer, distance } = only(row);
      return { errors: errors === null ? null : JSON.parse(errors), answer, distance };
    },
    findBill: async (gstin, irn, now) => {
      const [row] = await db<{ code: string | null; answer: string }[]>`
        select code, answer from sandbox.find_irp_ewb(${gstin}, ${irn}, ${now}, ${provider})`;
      return only(row);
    },
    rejected: async (gstin, date) => {
      const [row] = await db<{ list: string }[]>`select sandbox.irp_rejected(${gstin}, ${date}) as list`;
      return only(row).list;
    },
    another: async (irn) => {
      const [row] = await db<
        Found[]
      >`select null as code, irn, ack_no as "ackNo", sandbox.irp_time(ack_at) as "ackDate",
        signed_invoice as "signedInvoice", signed_qr_code as "signedQrCode", status, request::text as request,
        null as "ewbNo", null as "ewbDate", null as "ewbValidTill"
        from sandbox.irp_invoices where irn <> ${irn} and signed_invoice is not null order by serial_no desc limit 1`;
      return row;
    },
    showFrom: async (irn, at) => void await db`update sandbox.irp_invoices set visible_from = ${at} where irn = ${irn}`,
    reject: async (irn, now) =>
      void await db`update sandbox.irp_invoices set rejected_on = (${now} at time zone 'Asia/Kolkata')::date
        where irn = ${irn}`,
    at: (other) => sandboxWorld(db, other),
  };
}

function only<T>(row: T | undefined): T {
  if (row === undefined) throw new Error("sandbox: a function answered no row");
  return row;
}
