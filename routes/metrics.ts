import type { Measure } from "../domain/ops/mod.ts";

/** Seconds; the upper bounds of the histogram's buckets. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Histogram {
  readonly buckets: number[];
  count: number;
  sum: number;
}

/** Requests by route and status, and how long they took, as Prometheus text. */
export interface Metrics {
  observe(method: string, route: string, status: number, seconds: number): void;
  text(gauges: Readonly<Record<string, () => number>>, figures?: readonly Measure[]): string;
}

export function createMetrics(): Metrics {
  const requests = new Map<string, number>();
  const durations = new Map<string, Histogram>();
  return {
    observe(method, route, status, seconds) {
      const where = `method="${method}",route="${route}"`;
      const counted = `${where},status="${status}"`;
      requests.set(counted, (requests.get(counted) ?? 0) + 1);
      let histogram = durations.get(where);
      if (!histogram) durations.set(where, histogram = { buckets: bounds.map(() => 0), count: 0, sum: 0 });
      bounds.forEach((bound, i) => seconds <= bound && histogram.buckets[i]!++);
      histogram.count++;
      histogram.sum += seconds;
    },
    text(gauges, figures = []) {
      return [
        "# HELP pakka_http_requests_total Requests answered.",
        "# TYPE pakka_http_requests_total counter",
        ...[...requests].map(([labels, count]) => `pakka_http_requests_total{${labels}} ${count}`),
        "# HELP pakka_http_request_duration_seconds Time to answer.",
        "# TYPE pakka_http_request_duration_seconds histogram",
        ...[...durations].flatMap(([labels, histogram]) => histogramLines(labels, histogram)),
        ...Object.entries(gauges).flatMap(([name, read]) => [`# TYPE ${name} gauge`, `${name} ${read()}`]),
        ...measureLines(figures),
        "",
      ].join("\n");
    },
  };
}

function histogramLines(labels: string, { buckets, count, sum }: Histogram): string[] {
  const name = "pakka_http_request_duration_seconds";
  return [
    ...bounds.map((bound, i) => `${name}_bucket{${labels},le="${bound}"} ${buckets[i]}`),
    `${name}_bucket{${labels},le="+Inf"} ${count}`,
    `${name}_sum{${labels}} ${sum.toFixed(6)}`,
    `${name}_count{${labels}} ${count}`,
  ];
}

/** Figures by name, each name with its type once; a label holds what the database holds, so it is escaped. */
function measureLines(figures: readonly Measure[]): string[] {
  const names = [...new Set(figures.map(({ name }) => name))];
  return names.flatMap((name) => [
    `# TYPE ${name} gauge`,
    ...figures.filter((one) => one.name === name).map(({ labels, value }) => {
      const written = Object.entries(labels).map(([label, text]) => `${label}="${escaped(String(text))}"`).join(",");
      return `${name}${written && `{${written}}`} ${value}`;
    }),
  ]);
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
