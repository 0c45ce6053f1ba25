/** A file that was read and checked, ready to be sent any number of times. */
export interface PreparedFile {
  /** As MyTPE will see it; never empty, any script. */
  readonly name: string;
  /** Like `application/pdf`. */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One part of a `multipart/form-data` body: a text, or a file. */
export type MultipartPart =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly file: PreparedFile };

/** A `multipart/form-data` body: its parts, in the order in which they are sent. */
export class MultipartBody {
  readonly parts: readonly MultipartPart[];

  constructor(parts: readonly MultipartPart[]) {
    this.parts = parts;
  }

  /**
   * For the platform to encode: boundary, escapes (`"` in a name is sent as `%22`) and line breaks (CR LF in texts) are
   * those of the HTML standard. A file's bytes are never touched.
   */
  formData(): FormData {
    const form = new FormData();
    for (const part of this.parts) {
      if ('value' in part) form.append(part.name, part.value);
      else form.append(part.name, new File([part.file.bytes], part.file.name, { type: part.file.type }));
    }
    return form;
  }
}

/** A body of these parts; parts of one name are allowed. */
export function multipart(parts: readonly MultipartPart[]): MultipartBody {
  return new MultipartBody(parts);
}
