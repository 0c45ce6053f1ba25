import type { FastifyInstance, FastifyReply } from 'fastify';

import type { Payment } from '../model/records.ts';
import type { World } from '../model/world.ts';
import { done, linkOf } from './link-routes.ts';
import { paginate, parameter } from './paging.ts';
import { invalidFields, notFound } from './problem.ts';
import { TRANSACTION_STATUSES, checkedTransactionView, transactionStatus, transactionView } from './transactions.ts';

interface ById {
  Params: { id: string };
}

const CSV_COLUMNS = [
  'order_number',
  'order_id',
  'amount',
  'status',
  'payment_method',
  'name',
  'email',
  'phone_number',
  'approval_code',
  'gateway_message',
  'created_at',
];

/** Registers the transactions of a link and of all instances, the check of one transaction, and the export. */
export function registerTransactionRoutes(app: FastifyInstance, world: World): void {
  app.get<ById>('/links/:id/transactions', (request) => {
    const link = linkOf(world, request.params.id);
    const payments = transactionsOf(world, link.id, request.query);
    const page = paginate(payments, request.query, (payment) => transactionView(payment, link));
    return done('Transactions retrieved successfully', page);
  });

  app.get<ById>('/links/:id/export-transactions', (request, reply) => {
    request.call?.assumed.push('The columns of the CSV export are not documented.');
    const link = linkOf(world, request.params.id);
    const payments = transactionsOf(world, link.id, request.query);
    const rows = payments.map((payment) => ({ ...transactionView(payment, link) }));
    return sendCsv(reply, `transactions-${link.slug}.csv`, toCsv(CSV_COLUMNS, rows));
  });

  app.get('/transaction/recent', (request) => {
    const payments = world.payments.filter(({ api }) => api === 'v2').toReversed();
    const page = paginate(payments, request.query, (payment) =>
      transactionView(payment, linkOf(world, payment.link_id)),
    );
    return done('Recent transactions retrieved successfully', page);
  });

  app.post('/links/transaction/check', (request) => {
    const number = (request.body as Record<string, unknown> | null | undefined)?.['order_number'];
    if (typeof number !== 'string' || number === '') {
      throw invalidFields({ order_number: ['The order number field is required and must be text.'] });
    }
    const payment = world.paymentIndex.byOrder.get(number);
    if (payment === undefined) throw notFound('Transaction');
    request.call?.assumed.push('gateway_response is free-form in the reference.');
    const transaction = checkedTransactionView(payment);
    return done('Transaction checked successfully', { transaction, gateway_response: gatewayResponse(payment) });
  });
}

/** The transactions of a link, newest first. `?status=` filters by status. */
function transactionsOf(world: World, linkId: string, query: unknown): Payment[] {
  const status = parameter(query, 'status');
  if (status !== undefined && !(TRANSACTION_STATUSES as readonly string[]).includes(status)) {
    const message = `The status field must be one of: ${TRANSACTION_STATUSES.join(', ')}.`;
    throw invalidFields({ status: [message] }, 'The response to an unknown status is not documented.');
  }
  const payments = (world.paymentIndex.byLink.get(linkId) ?? []).toReversed();
  return status === undefined ? payments : payments.filter((payment) => transactionStatus(payment) === status);
}

function gatewayResponse(payment: Payment): object {
  if (payment.status === 'processing') return {};
  return { orderStatus: payment.status === 'paid' ? 2 : 6, orderNumber: payment.order?.number ?? null };
}

function sendCsv(reply: FastifyReply, filename: string, csv: string): FastifyReply {
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${filename}"`)
    .send(csv);
}

/** Writes CSV as in RFC 4180: commas, CRLF, doubled quotes. */
function toCsv(columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  return lines.map((line) => `${line.map(quote).join(',')}\r\n`).join('');
}

/** Quotes a cell. Text that a spreadsheet would run as a formula gets an apostrophe, because payers write some of the cells. */
function quote(value: unknown): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !/^\+\d+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
