import { type Socket, connect } from 'node:net';

import { startService } from '../service.ts';
import { type Attack, type AttackOptions, type Figure, atMost, flood, pause } from './attack.ts';
import { press } from './payer.ts';

const CONNECTIONS = 2000;
const DECLARED = 262_144;
const SENT = 261_000;
const MB = 1024 * 1024;
const MAX_GROWTH_MB = 100;

/** Clients send a webhook's body but never finish it. */
export const openBodies: Attack = {
  name: 'open-bodies',
  title: `${CONNECTIONS} connections send a webhook's body without its end`,
  async run({ settings = {} }: AttackOptions): Promise<Figure[]> {
    const service = await startService(() => {}, settings);
    const sockets: Socket[] = [];
    try {
      const { rss } = await service.memory();
      const now = Math.floor(Date.now() / 1000);
      for (let n = 0; n < CONNECTIONS; n += 1) sockets.push(openBody(service.port, n, now));
      await pause(5000);
      const started = Date.now();
      const live = await fetch(`http://127.0.0.1:${service.port}/live`);
      const { peak } = await service.memory();
      return [
        atMost('maximum growth of memory, MB', Math.round((peak - rss) / MB), MAX_GROWTH_MB),
        { name: 'connections still open', value: sockets.filter(({ closed }) => !closed).length },
        {
          name: '/live during the attack',
          value: `${live.status} in ${Date.now() - started} ms`,
          bar: '200',
          ok: live.ok,
        },
      ];
    } finally {
      for (const socket of sockets) socket.destroy();
      await service.stop();
    }
  },
};

/** Opens a connection. Every second client sends headers like those of a delivery; the others send no signature. */
function openBody(port: number, n: number, now: number): Socket {
  const signed = `X-MytpePay-Signature: sha256=${'a'.repeat(64)}\r\nX-MytpePay-Timestamp: ${now}\r\nX-MytpePay-Event: payment.succeeded\r\nX-MytpePay-Delivery-Id: d-${n}\r\n`;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.resume();
  socket.on('connect', () => {
    socket.write(
      `POST /webhooks/mytpe HTTP/1.1\r\nHost: pay.shop.example\r\nX-Forwarded-For: 197.200.${n % 200}.1\r\nContent-Type: application/json\r\nContent-Length: ${DECLARED}\r\n${n % 2 ? signed : ''}\r\n`,
    );
    socket.write(Buffer.alloc(SENT, 'a'));
  });
  return socket;
}

/** One address sends refused requests at full rate. Their log lines must not fill the disk. */
export const refusedRequests: Attack = {
  name: 'refused-requests',
  title: 'one address sends as many refused requests as it can',
  async run({ seconds, settings = {} }: AttackOptions): Promise<Figure[]> {
    let lines = 0;
    let bytes = 0;
    const service = await startService(
      (line) => {
        lines += 1;
        bytes += line.length + 1;
      },
      { LOG_LEVEL: 'info', ...settings },
    );
    try {
      const [linesBefore, bytesBefore] = [lines, bytes];
      const until = Date.now() + Math.min(seconds, 20) * 1000;
      const body = { offer: 'tshirt' };
      const sent = await flood(8, until, () => press(service.port, { body, address: '197.200.1.1', solves: 0 }));
      const perRequest = Math.round(((bytes - bytesBefore) / sent) * 10) / 10;
      return [
        { name: 'requests', value: sent },
        atMost('log lines', lines - linesBefore, 100),
        { name: 'bytes of log per request', value: perRequest },
      ];
    } finally {
      await service.stop();
    }
  },
};
