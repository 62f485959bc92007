/** Documents on their way: taken, brought to the portal, written down; each of the three beside the others. */
export interface Line<Row, Answer> {
  /** How many are called for at a time. As many again are taken ahead, so that none waits for the database. */
  readonly width: number;
  /** Takes about n, committed; none: there is nothing to take now. */
  claim(n: number): Promise<readonly Row[]>;
  /** Brings one as far as it comes. Must not throw. */
  settle(row: Row): Promise<Answer>;
  /** What is written of one that was taken and is not called for. */
  putBack(row: Row): Answer;
  /** Writes answers down, in one transaction; those that come meanwhile go together next time. */
  record(answers: readonly Answer[]): Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Runs until nothing can be taken and everything is written down. Stops taking when `signal` says so or the database
 * fails, puts back what was not called for, and still writes down what was. Holds no more than two widths at a time.
 */
export async function runPipeline<Row, Answer>(line: Line<Row, Answer>): Promise<void> {
  const { width } = line;
  const taken: Row[] = [];
  const answers: Answer[] = [];
  let [underWay, recorded, isClaiming, isRecording, isDry] = [0, 0, false, false, false];
  let failure: { error: unknown } | null = null;
  let wake = () => {};
  const after = async (work: Promise<void>) => {
    await work.catch((error) => void (failure ??= { error }));
    wake();
  };

  // What each leaves behind and that it is over show in one step: between the two nobody may look.
  const start = async (row: Row) => {
    underWay++;
    try {
      answers.push(await line.settle(row));
    } finally {
      underWay--;
    }
  };
  const claim = async () => {
    isClaiming = true;
    const before = recorded;
    try {
      const rows = await line.claim(2 * width - underWay - taken.length);
      taken.push(...rows);
      isDry = rows.length === 0 && recorded === before; // what was written meanwhile may have opened a way
    } finally {
      isClaiming = false;
    }
  };
  const record = async () => {
    isRecording = true;
    try {
      await line.record(answers.splice(0));
      isDry = false;
      recorded++;
    } finally {
      isRecording = false;
    }
  };

  for (;;) {
    const isStopping = failure !== null || line.signal?.aborted === true;
    if (isStopping) answers.push(...taken.splice(0).map(line.putBack));
    while (underWay < width && taken.length > 0) void after(start(taken.shift()!));
    if (!isRecording && answers.length > 0) void after(record());
    if (!isStopping && !isDry && !isClaiming && taken.length <= width / 2) void after(claim());
    if (underWay === 0 && !isClaiming && !isRecording) break;
    await new Promise<void>((resolve) => wake = resolve);
  }
  if (failure) throw (failure as { error: unknown }).error;
}
