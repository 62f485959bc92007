/** One measured figure beside its floor from the same run. */
export interface Figure {
  readonly figure: string;
  readonly unit: string;
  readonly value: number;
  /** What cannot be beaten, or what it is compared with; null where the goal is an absolute one. */
  readonly floor: number | null;
  /** What the floor is. */
  readonly against?: string;
  /** On the ratio to the floor, or on the value where there is none; null: printed to be read, no goal. */
  readonly goal: { atMost: number } | { atLeast: number } | null;
  /** Where the goal is on the value although there is a floor. */
  readonly goalOn?: "value";
  /** The ratio of each interleaved pair; the figure's ratio is their median. */
  readonly pairs?: readonly number[];
  readonly note?: string;
}

const reported: { name: string; line: string }[] = [];
let missed = 0;

/** Writes a figure to standard output as a line of JSON. */
export function report(figure: Figure): void {
  const { value, floor, goal, pairs } = figure;
  const ratio = pairs ? median(pairs) : floor === null ? null : value / floor;
  const met = goal === null ? null : isMet(goal, figure.goalOn === "value" ? value : ratio ?? value);
  if (met === false) missed++;
  const line = {
    figure: figure.figure,
    unit: figure.unit,
    value: rounded(value),
    floor: floor === null ? null : rounded(floor),
    against: figure.against,
    ratio: ratio === null ? null : rounded(ratio),
    goal: goal && goalText(goal),
    met,
    pairs: pairs?.map(rounded),
    note: figure.note,
  };
  console.log(JSON.stringify(line));
  reported.push({ name: figure.figure, line: tableLine(line) });
}

/** The summary, for a person, on standard error. */
export function summary(): string {
  const width = Math.max(...reported.map(({ name }) => name.length));
  const head = `${"".padEnd(width)}${"value".padStart(12)}${"floor".padStart(12)}${"ratio".padStart(9)}   goal`;
  const lines = reported.map(({ name, line }) => name.padEnd(width) + line);
  return [head, ...lines, `${missed} goals missed`].join("\n");
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Says on standard error what is going on. */
export function progress(line: string): void {
  console.error(`bench: ${line}`);
}

type Goal = NonNullable<Figure["goal"]>;

const isMet = (goal: Goal, measured: number) => "atMost" in goal ? measured <= goal.atMost : measured >= goal.atLeast;

const goalText = (goal: Goal) => "atMost" in goal ? `<= ${goal.atMost}` : `>= ${goal.atLeast}`;

const rounded = (value: number) => Number(value.toPrecision(4));

interface Line {
  readonly unit: string;
  readonly value: number;
  readonly floor: number | null;
  readonly ratio: number | null;
  readonly goal: string | null;
  readonly met: boolean | null;
}

function tableLine({ unit, value, floor, ratio, goal, met }: Line): string {
  const verdict = goal === null ? "" : `${goal}  ${met ? "met" : "MISSED"}`;
  const columns = [String(value).padStart(12), String(floor ?? "").padStart(12), String(ratio ?? "").padStart(9)];
  return `${columns.join("")}   ${verdict.padEnd(16)} ${unit}`;
}
