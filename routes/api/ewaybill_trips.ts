import { Hono } from "hono";
import {
  addVehicleBody,
  changeBillOf,
  consolidateBills,
  consolidateBody,
  consolidatedQuery,
  listConsolidated,
  listReceived,
  listReceivedBills,
  moveInVehicles,
  multiVehicleBody,
  readConsolidated,
  receivedQuery,
  rejectBill,
  rejectBody,
  replaceVehicleBody,
} from "../../domain/ewaybill/mod.ts";
import { answerCreated, answerJson, answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";
import { answerChange, asChange, missing, placeRefusals, standsInTheWay } from "./ewaybill_changes.ts";

const reads = { tag: "e-way bill", scope: "ewaybill:read" } as const;

/** E-way bills of others on us, many in one vehicle, and one in many. */
export function ewaybillTrips(): Hono<Env> {
  return inVehicles(underOneNumber(ofOthers(new Hono<Env>())));
}

function ofOthers(app: Hono<Env>): Hono<Env> {
  return app
    .get(
      "/api/ewaybill/received",
      endpoint({
        ...reads,
        summary: "E-way bills others made on the company's GSTINs, newest first",
        description:
          "As the portal lists them: those of a day from the next day on. GET /api/ewaybill/{ewbNumber} has each.",
        query: receivedQuery,
        answers: { status: 200, description: "A page of received e-way bills", list: true },
      }),
      async (c) => answerJson(c, await listReceived(contextOf(c), c.req.valid("query"))),
    )
    .post(
      "/api/ewaybill/received/refresh",
      endpoint({
        ...asChange,
        summary: "Has the portal list them now, instead of every four hours",
        description: "",
        answers: { status: 202, description: "Asked for" },
      }),
      (c) => {
        c.var.deps.later.nudge(listReceivedBills, { tenantId: contextOf(c).actor.tenantId });
        return c.json({ status: "pending", href: "/api/ewaybill/received" }, 202);
      },
    )
    .post(
      "/api/ewaybill/:ewbNumber/reject",
      endpoint({
        ...asChange,
        summary: "Rejects a bill another made on us, within 72 hours and its validity",
        description: "One the portal does not list yet, being of today, is asked for there by its number. " +
          asChange.description,
        body: rejectBody,
        refuses: {
          ...missing,
          409: [
            ...standsInTheWay,
            "e_way_bill_is_ours",
            "e_way_bill_not_listed_yet",
            "e_way_reject_window_closed",
          ],
        },
      }),
      async (c) => {
        const [number, body] = [c.req.param("ewbNumber"), c.req.valid("json")];
        return answerChange(c, await rejectBill(contextOf(c), c.var.deps.later, number, body));
      },
    );
}

function underOneNumber(app: Hono<Env>): Hono<Env> {
  return app
    .post(
      "/api/ewaybill/consolidate",
      endpoint({
        ...asChange,
        summary: "Puts bills that travel in one vehicle under one number",
        description: "201 with its number; 202 where the portal has not answered yet: look again at its id.",
        body: consolidateBody,
        creates: true,
        answers: { status: 201, description: "The consolidated bill" },
        refuses: {
          ...missing,
          400: placeRefusals,
          409: [...standsInTheWay, "e_way_bills_of_several_gstins", "e_way_multi_vehicle_started"],
        },
      }),
      async (c) => {
        const made = await consolidateBills(contextOf(c), c.var.deps.later, c.req.valid("json"), c.var.claim);
        return answerCreated(c, made, made.isDone ? 201 : 202);
      },
    )
    .get(
      "/api/ewaybill/consolidated",
      endpoint({
        ...reads,
        summary: "Consolidated e-way bills, newest first",
        query: consolidatedQuery,
        answers: { status: 200, description: "A page of consolidated bills", list: true },
      }),
      async (c) => answerJson(c, await listConsolidated(contextOf(c), c.req.valid("query"))),
    )
    .get(
      "/api/ewaybill/consolidated/:number",
      endpoint({
        ...reads,
        summary: "A consolidated bill by its number, or its id",
        answers: { status: 200, description: "The consolidated bill" },
        refuses: missing,
      }),
      async (c) => answerOne(c, await readConsolidated(contextOf(c), c.req.param("number"))),
    );
}

function inVehicles(app: Hono<Env>): Hono<Env> {
  const refuses = {
    ...missing,
    400: [
      ...placeRefusals,
      "e_way_quantity_too_large",
      "e_way_unit_not_on_bill",
      "e_way_vehicle_named_twice",
      "e_way_vehicle_group_unknown",
    ],
    409: [...standsInTheWay, "e_way_bill_has_no_part_b", "e_way_vehicle_not_in_group"],
  };
  return app
    .post(
      "/api/ewaybill/:ewbNumber/multi-vehicle",
      endpoint({
        ...asChange,
        summary: "Has the goods of a bill go on in several vehicles",
        description:
          "The movement is begun at the portal, then each vehicle told with its quantity; `vehicleGroups` of the " +
          "bill says which vehicle carries how much. 200 once the portal has taken all; 202 where it has not answered yet.",
        body: multiVehicleBody,
        refuses,
      }),
      async (c) => {
        const [number, body] = [c.req.param("ewbNumber"), c.req.valid("json")];
        return answerChange(c, await moveInVehicles(contextOf(c), c.var.deps.later, number, body));
      },
    )
    .post(
      "/api/ewaybill/:ewbNumber/multi-vehicle/vehicles",
      endpoint({ ...asChange, summary: "Adds a vehicle to a group of a bill", body: addVehicleBody, refuses }),
      async (c) => {
        const [number, body] = [c.req.param("ewbNumber"), c.req.valid("json")];
        return answerChange(c, await changeBillOf(contextOf(c), c.var.deps.later, number, "add_vehicle", body));
      },
    )
    .put(
      "/api/ewaybill/:ewbNumber/multi-vehicle/vehicles",
      endpoint({
        ...asChange,
        summary: "Has another vehicle take over what one of a group carries",
        body: replaceVehicleBody,
        refuses,
      }),
      async (c) => {
        const [number, body] = [c.req.param("ewbNumber"), c.req.valid("json")];
        return answerChange(c, await changeBillOf(contextOf(c), c.var.deps.later, number, "replace_vehicle", body));
      },
    );
}
