/** A file that was read and validated. It can be sent several times. */
export interface PreparedFile {
  /** The file name that MyTPE receives. Never empty; may use any script. */
  readonly name: string;
  /** The media type, like `application/pdf`. */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One part of a `multipart/form-data` body: a string or a file. */
export type MultipartPart =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly file: PreparedFile };

/** A `multipart/form-data` body. The parts are sent in this order. */
export class MultipartBody {
  readonly parts: readonly MultipartPart[];

  constructor(parts: readonly MultipartPart[]) {
    this.parts = parts;
  }

  /**
   * Returns the parts as `FormData`. The platform encodes them by the HTML standard: the boundary, escapes (`"` in a
   * name becomes `%22`) and line breaks in strings (CR LF). The bytes of files stay unchanged.
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

/** Creates a body. Several parts may have the same name. */
export function multipart(parts: readonly MultipartPart[]): MultipartBody {
  return new MultipartBody(parts);
}
