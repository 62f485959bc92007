export type Log = (line: { level: "info" | "warn" | "error"; event: string } & Record<string, unknown>) => void;

/** One line of JSON on standard output. */
export const logJson: Log = (line) => console.log(JSON.stringify({ time: new Date().toISOString(), ...line }));

/** Only what went wrong, on standard error: for runs whose output is read by a person. */
export const logTrouble: Log = (line) => line.level === "error" && console.error(JSON.stringify(line));
