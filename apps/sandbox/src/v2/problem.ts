/** Messages per request field, as a 422 carries them. */
export type FieldErrors = Record<string, string[]>;

/** A refusal by v2. `assumed` names the parts that the reference leaves open. */
export class V2Problem extends Error {
  override readonly name = 'V2Problem';
  readonly status: number;
  readonly body: object;
  readonly assumed: string | null;

  constructor(
    status: number,
    body: { success?: false; message: string; errors?: FieldErrors },
    assumed: string | null,
  ) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.assumed = assumed;
  }
}

/** A refusal such as 401, 403 or 404. The reference shows no body for them. */
export function refusal(status: number, message: string, assumed?: string): V2Problem {
  const note = assumed ?? `The body of a ${status} is not documented for v2.`;
  return new V2Problem(status, { success: false, message }, note);
}

export function notFound(what: string): V2Problem {
  return refusal(404, `${what} not found.`);
}

/** 403 for an action that the link’s status forbids. */
export function forbidden(message: string): V2Problem {
  return refusal(403, message, 'The status of a refused action is not documented: expect 403, 409 or 422.');
}

const RULES_ASSUMED = 'The validation rules of this request are assumed: the reference has no table for it.';

/** 422 without `success`, as documented. Pass `assumed: null` for the two messages that the reference prints. */
export function invalidFields(errors: FieldErrors, assumed: string | null = RULES_ASSUMED): V2Problem {
  return new V2Problem(422, { message: 'The given data was invalid.', errors }, assumed);
}
