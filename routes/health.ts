import { Hono } from "hono";
import { z } from "zod";
import { askDatabase } from "../domain/core/mod.ts";
import { type Measure, measuring } from "../domain/ops/mod.ts";
import type { Deps, Env, Probe } from "./deps.ts";
import { endpoint } from "./middleware/endpoint.ts";
import { masked } from "./middleware/log.ts";

const tag = "health";
const waitAtMost = 2_000;

const readiness = z.object({
  status: z.enum(["ready", "not_ready"]),
  checks: z.record(z.string(), z.string()),
}).meta({ id: "Readiness" });

export function health(deps: Deps): Hono<Env> {
  const probes: Record<string, Probe> = { database: () => askDatabase(deps.db), ...deps.probes };
  const measure = measuring(deps.db);
  return new Hono<Env>()
    .get(
      "/health/live",
      endpoint({
        summary: "The process answers",
        tag,
        scope: "public",
        answers: { status: 200, description: "It does", schema: z.object({ status: z.literal("live") }) },
      }),
      (c) => c.json({ status: "live" }),
    )
    .get(
      "/health/ready",
      endpoint({
        summary: "Everything a request needs answers: the database and its logic, the queue",
        description: "200 when ready, 503 when not; each check says how it is.",
        tag,
        scope: "public",
        answers: { status: 200, description: "Ready", schema: readiness },
      }),
      async (c) => {
        const checks = await Promise.all(Object.entries(probes).map(([name, probe]) => ask(deps, name, probe)));
        const isReady = checks.every((check) => check.good);
        const body = {
          status: isReady ? "ready" : "not_ready",
          checks: Object.fromEntries(checks.map(({ name, state }) => [name, state])),
        };
        return c.json(body, isReady ? 200 : 503);
      },
    )
    .get(
      "/metrics",
      endpoint({
        summary: "Figures for Prometheus",
        tag,
        scope: "public",
        answers: { status: 200, description: "Prometheus text", media: "text/plain; version=0.0.4" },
      }),
      async (c) =>
        c.body(deps.metrics.text(deps.gauges ?? {}, await measured(deps, measure)), 200, {
          "content-type": "text/plain; version=0.0.4",
        }),
    );
}

/** The installation's figures; none where the database does not tell them, so that the process's own are still seen. */
async function measured(deps: Deps, measure: () => Promise<readonly Measure[]>): Promise<readonly Measure[]> {
  try {
    return await measure();
  } catch (error) {
    deps.log({ level: "warn", event: "not_measured", error: masked(String(error)) });
    return [];
  }
}

async function ask(deps: Deps, name: string, probe: Probe): Promise<{ name: string; good: boolean; state: string }> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer in ${waitAtMost} ms`)), waitAtMost);
  try {
    return { name, good: true, state: await Promise.race([probe(), late]) };
  } catch (error) {
    deps.log({ level: "warn", event: "not_ready", check: name, error: masked(String(error)) });
    return { name, good: false, state: "does not answer as it should; see the log" };
  } finally {
    clearTimeout(timer);
  }
}
