/** A file somebody sent. */
export interface Upload {
  /** Without any folder. */
  readonly fileName: string;
  readonly file: Blob;
  /** What stood beside it in the form. */
  readonly fields: Readonly<Record<string, string>>;
}
