import process from "node:process";
import { printVoucher } from "../../domain/print/print.ts";

/** `deno run print_many.ts <times>`, the document in BENCH_DOCUMENT: prints it and answers times and memory as JSON. */
const document = process.env.BENCH_DOCUMENT ?? "";
const times: number[] = [];
const memory: number[] = [];
let bytes = new Uint8Array();
for (let i = 0; i < Number(Deno.args[0]); i++) {
  const began = performance.now();
  // Another number each time: what is printed again is not what makes it fast.
  bytes = new Uint8Array(printVoucher(document.replace(/"number" ?: ?"[^"]+"/, `"number": "B-${i}"`)));
  times.push(performance.now() - began);
  if (i % 50 === 49) memory.push(Deno.memoryUsage().rss / 1024 / 1024);
  if (i % 10 === 9) await new Promise((wake) => setTimeout(wake, 0));
}
console.log(JSON.stringify({ times, memory, pdf: btoa(String.fromCharCode(...bytes)) }));
