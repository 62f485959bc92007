import { Hono } from "hono";
import process from "node:process";

/** The floor H0: `deno run http_floor.ts <port>`. Reads the body of a posting, answers the bytes of one, does nothing. */
const answer = process.env.BENCH_ANSWER ?? "{}";
const app = new Hono();
app.post("/api/vouchers", async (c) => {
  const body = await c.req.json();
  return body.lines.length === 0 ? c.body(null, 400) : c.body(answer, 201, { "content-type": "application/json" });
});
Deno.serve({ hostname: "127.0.0.1", port: Number(Deno.args[0]), onListen: () => {} }, (request) => app.fetch(request));
