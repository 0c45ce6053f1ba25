import type { Language } from '../languages.ts';
import type { Refusal } from '../scenarios.ts';
import { TEXTS } from '../strings.ts';

const NOT_STORED = { 'cache-control': 'no-store' };

const UNKNOWN: Refusal = { status: 404, code: 'offer_not_found', retryable: false, detail: TEXTS.unknown };

/** The data of a scripted response, a refusal, or a failure of the connection. `null` if the offer or link does not exist. */
export type Scripted<Data extends object> = Data | Refusal | 'never' | 'broken' | null | undefined;

/**
 * Builds a response from its script. `'broken'` is `Response.error()`, which a server sends as a cut connection.
 * @param view the body for the data.
 */
export async function respond<Data extends object>(
  { signal }: Request,
  language: Language,
  scripted: Scripted<Data>,
  view: (data: Data) => object,
  status = 200,
): Promise<Response> {
  if (!scripted) return problem(UNKNOWN, language);
  if (scripted === 'never') return aborted(signal);
  if (scripted === 'broken') return Response.error();
  if (isRefusal(scripted)) return problem(scripted, language);
  return Response.json(view(scripted), { status, headers: NOT_STORED });
}

const isRefusal = (scripted: object): scripted is Refusal => 'code' in scripted && 'detail' in scripted;

function problem({ detail, ...fields }: Refusal, language: Language): Response {
  const type = `urn:mytpe-pay:problem:${fields.code}`;
  return Response.json(
    { type, title: fields.code, ...fields, detail: detail[language] },
    { status: fields.status, headers: { ...NOT_STORED, 'content-type': 'application/problem+json' } },
  );
}

/** Resolves when the client gives up. */
function aborted(signal: AbortSignal): Promise<Response> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(Response.error()), { once: true }));
}

/** An event stream that stays open. @param start gets the function that sends a link, and returns a function to call at the end. */
export function eventStream(start: (send: (link: object) => void) => () => void): Response {
  const encoder = new TextEncoder();
  let stop: () => void;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      stop = start((link) => controller.enqueue(encoder.encode(`event: link\ndata: ${JSON.stringify(link)}\n\n`)));
    },
    cancel: () => stop(),
  });
  return new Response(body, { headers: { ...NOT_STORED, 'content-type': 'text/event-stream' } });
}
