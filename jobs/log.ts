export type Log = (line: { level: "info" | "warn" | "error"; event: string } & Record<string, unknown>) => void;

/** One line of JSON on standard output. */
export const logJson: Log = (line) => console.log(JSON.stringify({ time: new Date().toISOString(), ...line }));
