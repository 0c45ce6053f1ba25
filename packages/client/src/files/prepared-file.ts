/** A file that was read and checked, ready to be sent any number of times. */
export interface PreparedFile {
  /** As MyTPE will see it; never empty, any script. */
  readonly name: string;
  /** Like `application/pdf`. */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
