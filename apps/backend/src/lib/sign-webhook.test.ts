import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';

import { createSigner, isSigningSecret } from './sign-webhook.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = `whsec_${Buffer.alloc(64, 7).toString('base64')}`;

describe('the signature of a message', () => {
  it('equals the test vector of the specification', () => {
    expect(createSigner([SECRET])('msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}')).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('verifies with the reference library for every body, with only the two configured secrets', () => {
    const sign = createSigner([SECRET, OTHER]);
    const now = Math.floor(Date.now() / 1000);
    const stranger = new Webhook(`whsec_${Buffer.alloc(24, 1).toString('base64')}`);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const body = JSON.stringify({ text });
        const headers = sign('msg_1', now, body);
        for (const secret of [SECRET, OTHER]) expect(new Webhook(secret).verify(body, headers)).toEqual({ text });
        expect(() => stranger.verify(body, headers)).toThrow('No matching signature');
        expect(() => new Webhook(SECRET).verify(`${body} `, headers)).toThrow('No matching signature');
        expect(() => new Webhook(SECRET).verify(body, { ...headers, 'webhook-id': 'msg_2' })).toThrow('No matching');
      }),
    );
  });
});

describe('a signing secret', () => {
  it.each([SECRET, OTHER])('may be %s', (secret) => expect(isSigningSecret(secret)).toBe(true));

  it.each([
    ['empty', ''],
    ['without its prefix', SECRET.slice(6)],
    ['of 23 bytes', `whsec_${Buffer.alloc(23).toString('base64')}`],
    ['of 65 bytes', `whsec_${Buffer.alloc(65).toString('base64')}`],
    ['with a trailing space', `${SECRET} `],
    ['in base64url', `whsec_${'-_'.repeat(16)}`],
    ['without padding', `whsec_${Buffer.alloc(25).toString('base64').replace('==', '')}`],
  ])('must not be %s', (_, secret) => {
    expect(isSigningSecret(secret)).toBe(false);
    expect(() => createSigner([secret])).toThrow(TypeError);
  });
});
