import { type Context, Hono } from "hono";
import {
  cancelBody,
  changeBillOf,
  extendBill,
  extendBody,
  type Outcome,
  retryBill,
  transporterBody,
  vehicleBody,
  withdrawExtension,
} from "../../domain/ewaybill/mod.ts";
import { answerJson } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

/** What is common to all that changes a bill at the portal. */
export const asChange = {
  tag: "e-way bill",
  scope: "ewaybill:write",
  description: "200 once the portal has done it; 202 where it has not answered yet.",
  answers: { status: 200, description: "The e-way bill" },
} as const;
export const missing = { 404: ["not_found"] };
export const standsInTheWay = ["e_way_change_refused", "e_way_bill_being_changed", "e_way_bill_not_alive"];
export const transportRefusals = [
  "vehicle_number_not_valid",
  "vehicle_number_missing",
  "transporter_id_not_valid",
  "transport_document_missing",
  "transport_missing",
  "over_dimensional_by_road_or_ship",
];

/** Of changes that say where the goods stand. */
export const placeRefusals = [...transportRefusals, "state_unknown"];

/** How a change stands, to who asked for it. */
export function answerChange(c: Context<Env>, { json, isDone }: Outcome): Response {
  return answerJson(c, json, isDone ? 200 : 202);
}

/** E-way bills that stand: given a vehicle or a transporter, extended, cancelled at the portal. */
export function ewaybillChanges(): Hono<Env> {
  return lengthening(handing(new Hono<Env>()));
}

function handing(app: Hono<Env>): Hono<Env> {
  return app
    .put(
      "/api/ewaybill/:ewbNumber/vehicle",
      endpoint({
        ...asChange,
        summary: "Tells the portal the vehicle, first or new (Part B)",
        body: vehicleBody,
        refuses: { ...missing, 400: placeRefusals, 409: [...standsInTheWay, "e_way_multi_vehicle_started"] },
      }),
      async (c) => {
        const [number, body] = [c.req.param("ewbNumber"), c.req.valid("json")];
        return answerChange(c, await changeBillOf(contextOf(c), c.var.deps.later, number, "update_vehicle", body));
      },
    )
    .put(
      "/api/ewaybill/:ewbNumber/transporter",
      endpoint({
        ...asChange,
        summary: "Hands the bill to a transporter",
        body: transporterBody,
        refuses: { ...missing, 400: transportRefusals, 409: standsInTheWay },
      }),
      async (c) => {
        const [number, body] = [c.req.param("ewbNumber"), c.req.valid("json")];
        return answerChange(c, await changeBillOf(contextOf(c), c.var.deps.later, number, "update_transporter", body));
      },
    )
    .post(
      "/api/ewaybill/:ewbNumber/cancel",
      endpoint({
        ...asChange,
        summary: "Cancels an e-way bill at the portal, within 24 hours",
        body: cancelBody,
        refuses: { ...missing, 409: [...standsInTheWay, "e_way_cancel_window_closed"] },
      }),
      async (c) => {
        const [number, body] = [c.req.param("ewbNumber"), c.req.valid("json")];
        return answerChange(c, await changeBillOf(contextOf(c), c.var.deps.later, number, "cancel", body));
      },
    );
}

function lengthening(app: Hono<Env>): Hono<Env> {
  const refuses = {
    ...missing,
    400: [...placeRefusals, "e_way_distance_too_long"],
    409: [
      ...standsInTheWay,
      "e_way_bill_has_no_part_b",
      "e_way_extension_window",
      "e_way_extension_is_the_transporters",
      "e_way_extension_too_long",
    ],
  };
  return app
    .post(
      "/api/ewaybill/:ewbNumber/extend",
      endpoint({
        ...asChange,
        summary: "Extends the validity, now or when its window opens",
        description: "The portal takes it from eight hours before the end of the validity to eight hours after it. " +
          'With "when": "window_opens" it is planned (202, `changes` says when it starts) and done by itself; somebody is ' +
          "told before the window closes without it. 200 once the portal has done it; 202 where it has not answered yet.",
        body: extendBody,
        refuses,
      }),
      async (c) => {
        const [number, body] = [c.req.param("ewbNumber"), c.req.valid("json")];
        return answerChange(c, await extendBill(contextOf(c), c.var.deps.later, number, body));
      },
    )
    .delete(
      "/api/ewaybill/:ewbNumber/extend",
      endpoint({ ...asChange, description: "", summary: "Takes back a planned extension", refuses: missing }),
      async (c) => answerJson(c, (await withdrawExtension(contextOf(c), c.req.param("ewbNumber"))).json),
    )
    .post(
      "/api/ewaybill/:ewbNumber/retry",
      endpoint({
        ...asChange,
        summary: "Has what is open of a bill tried now",
        description:
          "A change the portal has not answered, or a bill still on its way, named by its id while it has no " +
          "number. Whatever is unknown is asked for before it is sent again.",
        refuses: { ...missing, 409: ["e_way_bill_nothing_to_retry", "e_way_change_refused"] },
      }),
      async (c) => answerChange(c, await retryBill(contextOf(c), c.var.deps.later, c.req.param("ewbNumber"))),
    );
}
