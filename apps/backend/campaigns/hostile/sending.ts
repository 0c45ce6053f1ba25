import { handmade } from './handmade.ts';
import type { Judge } from './judge.ts';
import { harvest } from './pool.ts';
import type { Chance } from './random.ts';
import type { HostileRequest } from './request.ts';
import type { Pool } from './schema-values.ts';
import type { Tally } from './tally.ts';
import { type Connection, type Exchange, openConnection, sendAndListen } from './wire.ts';

const WORKERS = 16;
/** Share of the requests that no document describes. */
const HANDMADE = 0.08;
const PATIENCE_MS = 20_000;

export interface Sending {
  readonly port: number;
  readonly requests: number;
  readonly chance: Chance;
  readonly generated: () => HostileRequest;
  readonly judge: Judge;
  readonly pool: Pool;
  readonly tally: Tally;
  /** Whether there is still somebody to send to. */
  readonly isOn: () => boolean;
  /** Called before each request with its number, from 0. */
  readonly onRequest: (number: number) => Promise<void> | undefined;
}

/** Sends the requests, several at a time, and judges how each was met. */
export async function sendAll(sending: Sending): Promise<void> {
  let sent = 0;
  const work = async (): Promise<void> => {
    let connection: Connection | null = null;
    while (sent < sending.requests && sending.isOn()) {
      await sending.onRequest(sent++);
      const request = sending.chance.happens(HANDMADE) ? handmade(sending.chance) : sending.generated();
      // What HTTP may take for two requests, or for half of one, has a connection of its own.
      if (request.sound && !connection?.usable) connection = openConnection(sending.port);
      const exchange =
        request.sound && connection
          ? await connection.ask(request.bytes, request.method, PATIENCE_MS)
          : await sendAndListen(sending.port, request.bytes, PATIENCE_MS);
      if (exchange.ended === 'silent') connection?.close();
      take(sending, request, exchange);
    }
    connection?.close();
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
}

function take({ judge, tally, pool }: Sending, request: HostileRequest, exchange: Exchange): void {
  tally.count(request, exchange);
  for (const finding of judge(request, exchange)) tally.find(request.family, finding, example(request, exchange));
  for (const answer of exchange.answers) harvest(pool, answer);
}

/** The request and what came back, short enough to be read. */
function example({ bytes }: HostileRequest, { answers, rest, ended }: Exchange): string {
  const back = answers[0]?.bytes ?? rest;
  return `${bytes.toString('latin1', 0, 1500)}\n--- ${ended} ---\n${back.toString('utf8', 0, 1500)}`;
}
