/** Messages per request field, as a 422 carries them. */
export type FieldErrors = Record<string, string[]>;

/** A refusal with the API’s response body. `assumed` names the parts that the reference leaves open. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly assumed: string | null;

  constructor(status: number, body: { message: string; error?: string; errors?: FieldErrors }, assumed: string | null) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.assumed = assumed;
  }
}

/** 401 with the documented body, for any problem with the credentials. */
export function invalidCredentials(): ApiProblem {
  return new ApiProblem(401, { error: 'UNAUTHORIZED', message: 'Invalid API credentials.' }, null);
}

/** 404 for an unknown id, or an id of another trader: `notFound('PAYMENT_LINK', 'Payment link')`. */
export function notFound(resource: string, name: string): ApiProblem {
  const assumed = 'The 404 code of this resource is not documented; only its pattern is.';
  const body = { error: `${resource}_NOT_FOUND`, message: `${name} not found.` };
  return new ApiProblem(404, body, resource === 'IDENTIFICATION' ? null : assumed);
}

/** 422 with messages per field. */
export function invalidFields(errors: FieldErrors, assumed: string | null = null): ApiProblem {
  const note = assumed ?? 'The validation rules of this request are assumed: the reference has no table for it.';
  return new ApiProblem(422, { message: 'The given data was invalid.', errors }, note);
}

/** The note for a 422 whose rules the reference lists in a request table. */
export const DOCUMENTED_RULES =
  'The rules and the errors map of this 422 are documented. Its messages and other keys are not.';

/** 409 for an action that the resource’s status does not allow. */
export function wrongState(message: string): ApiProblem {
  const assumed = 'The status of a refused action is not documented: expect 403, 409 or 422.';
  return new ApiProblem(409, { error: 'INVALID_STATE', message }, assumed);
}
