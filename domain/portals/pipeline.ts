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
  await new Pipeline(line).run();
}

/** What each step leaves behind and that it is over show in one go: between the two nobody may look. */
class Pipeline<Row, Answer> {
  readonly #line: Line<Row, Answer>;
  readonly #taken: Row[] = [];
  readonly #answers: Answer[] = [];
  #underWay = 0;
  #recorded = 0;
  #isClaiming = false;
  #isRecording = false;
  #isDry = false;
  #failure: { error: unknown } | null = null;
  #wake = () => {};

  constructor(line: Line<Row, Answer>) {
    this.#line = line;
  }

  async run(): Promise<void> {
    const { width, signal, putBack } = this.#line;
    for (;;) {
      const isStopping = this.#failure !== null || signal?.aborted === true;
      if (isStopping) this.#answers.push(...this.#taken.splice(0).map(putBack));
      while (this.#underWay < width && this.#taken.length > 0) this.#go(this.#settle(this.#taken.shift()!));
      if (!this.#isRecording && this.#answers.length > 0) this.#go(this.#record());
      const wantsMore = !this.#isDry && !this.#isClaiming && this.#taken.length <= width / 2;
      if (wantsMore && !isStopping) this.#go(this.#claim());
      if (this.#underWay === 0 && !this.#isClaiming && !this.#isRecording) break;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    if (this.#failure) throw this.#failure.error;
  }

  #go(step: Promise<void>): void {
    step.catch((error) => void (this.#failure ??= { error })).then(() => this.#wake());
  }

  async #settle(row: Row): Promise<void> {
    this.#underWay++;
    try {
      this.#answers.push(await this.#line.settle(row));
    } finally {
      this.#underWay--;
    }
  }

  async #claim(): Promise<void> {
    this.#isClaiming = true;
    const before = this.#recorded;
    try {
      const rows = await this.#line.claim(2 * this.#line.width - this.#underWay - this.#taken.length);
      this.#taken.push(...rows);
      this.#isDry = rows.length === 0 && this.#recorded === before; // what was written meanwhile may have opened a way
    } finally {
      this.#isClaiming = false;
    }
  }

  async #record(): Promise<void> {
    this.#isRecording = true;
    try {
      await this.#line.record(this.#answers.splice(0));
      this.#isDry = false;
      this.#recorded++;
    } finally {
      this.#isRecording = false;
    }
  }
}
