/** The test vector of the reference: secret, timestamp, body and matching signature. */
export const VECTOR = {
  secret: 'whsec_00112233445566778899aabbccddeeff0011223344556677',
  timestamp: 1_712_678_400,
  body: '{"delivery_id":"f47ac10b-58cc-4372-a567-0e02b2c3d479","event":"transaction.completed","timestamp":"2026-04-09T14:30:00.000000Z","data":{"transaction":{"id":"t-1","status":"completed","amount":5000.00}}}',
  signature: 'sha256=89573113251299f90f7e7f11aa6b9e9b772702a7053182461295642da6b20f83',
} as const;

/** The signatures of the body with an extra line break, and with a secret without its prefix. */
export const MUST_FAIL = {
  lineBreak: 'sha256=2426bd732f36291e474becbaf94114b585b7446a33fcbc5c6dae5c68d6895ea3',
  bareKey: 'sha256=2acc71bf308e4136572c2b4ed9e9d3d6b84438e9ac3fb37aede392587854adde',
} as const;

/** The time of the vector, in milliseconds. */
export const AT_VECTOR = VECTOR.timestamp * 1_000;

/** A delivery of v2 from the reference, with amounts as numbers with trailing zeros. */
export const V2_PAYLOAD = `{ "delivery_id": "f47ac10b-58cc-4372-a567-0e02b2c3d479",
  "event": "transaction.completed",
  "timestamp": "2026-04-09T14:30:00.000000Z",
  "data": {
    "transaction": { "id": "9a8b7c6d-...", "order_number": "ORD-1712678400-ABC", "order_id": "12345678",
      "status": "completed", "amount": 5000.00, "payment_method": "online", "environment": "production",
      "approval_code": "ABC123", "gateway_message": null, "motif": null,
      "customer": { "name": "Karim Benali", "email": "karim@example.com", "phone": "+213555123456" },
      "metadata": { "reference": "REF-2026-001" },
      "created_at": "2026-04-09T14:25:00.000000Z", "updated_at": "2026-04-09T14:30:00.000000Z" },
    "pay_link": { "id": "1a2b3c4d-...", "title": "...", "details": "...", "slug": "...", "type": "dynamic",
      "amount": 5000.00, "status": "active", "payment_mode": "reusable", "max_payments": null,
      "successful_payments_count": 12, "remaining_payments": null },
    "instance": { "id": "abc123-def456", "name": "..." } } }`;
