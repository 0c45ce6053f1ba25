import { handmade } from './handmade.ts';
import type { Judge } from './judge.ts';
import { harvest } from './pool.ts';
import type { Chance } from './random.ts';
import type { HostileRequest } from './request.ts';
import type { Pool } from './schema-values.ts';
import type { Tally } from './tally.ts';
import { type Connection, type Exchange, openConnection, sendAndListen } from './wire.ts';

const WORKERS = 16;
/** Share of handmade requests. */
const HANDMADE = 0.08;
const TIMEOUT_MS = 20_000;

export interface Sending {
  readonly port: number;
  readonly requests: number;
  readonly chance: Chance;
  readonly generated: () => HostileRequest;
  readonly judge: Judge;
  readonly pool: Pool;
  readonly tally: Tally;
  /** `true` while the service runs. */
  readonly isRunning: () => boolean;
  /** Called before each request with its number, from 0. */
  readonly onRequest: (number: number) => Promise<void> | undefined;
}

/** Sends the requests, {@link WORKERS} at a time, and judges each response. */
export async function sendAll(sending: Sending): Promise<void> {
  let sent = 0;
  const worker = async (): Promise<void> => {
    let connection: Connection | null = null;
    while (sent < sending.requests && sending.isRunning()) {
      await sending.onRequest(sent++);
      const request = sending.chance.happens(HANDMADE) ? handmade(sending.chance) : sending.generated();
      // A request that HTTP can parse as two requests, or as half a request, gets a separate connection.
      if (request.sound && !connection?.usable) connection = openConnection(sending.port);
      const exchange =
        request.sound && connection
          ? await connection.send(request.bytes, request.method, TIMEOUT_MS)
          : await sendAndListen(sending.port, request.bytes, TIMEOUT_MS);
      if (exchange.ended === 'silent') connection?.close();
      record(sending, request, exchange);
    }
    connection?.close();
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
}

function record({ judge, tally, pool }: Sending, request: HostileRequest, exchange: Exchange): void {
  tally.count(request, exchange);
  for (const finding of judge(request, exchange)) tally.find(request.family, finding, example(request, exchange));
  for (const response of exchange.responses) harvest(pool, response);
}

/** Formats the start of the request and of the response. */
function example({ bytes }: HostileRequest, { responses, rest, ended }: Exchange): string {
  const received = responses[0]?.bytes ?? rest;
  return `${bytes.toString('latin1', 0, 1500)}\n--- ${ended} ---\n${received.toString('utf8', 0, 1500)}`;
}
