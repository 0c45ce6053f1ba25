import { Command } from 'commander';

import { CliError } from '../../cli-error.ts';
import type { Act } from '../../command-action.ts';
import { describeFailure } from '../../describe-failure.ts';
import type { ExitKind } from '../../exit-codes.ts';
import type { Session } from '../../session.ts';
import type { Canvas } from '../../terminal/table.ts';
import { wrapWords } from '../../terminal/wrap-words.ts';
import { whoIs } from '../account/who-is.ts';
import { checkAccount } from './account-checks.ts';
import { type Check, fail, ok } from './check.ts';
import { ADDRESS, checkServer } from './server-checks.ts';
import { checkV2Account } from './v2-checks.ts';
import { checkWebhooks } from './webhook-checks.ts';

export function doctorCommand(act: Act): Command {
  return new Command('doctor')
    .description('check credentials, clock, address, instance and webhooks, and say how to mend them')
    .action(act(async (session) => examine(session)));
}

async function examine(session: Session): Promise<void> {
  const checks: Check[] = [ok('Configuration', `${session.api} API, credentials from ${session.connection.source}`)];
  checks.push(...(await checkServer(session)));
  const isUnreachable = checks.some(({ name, result }) => name === ADDRESS && result === 'fail');
  const { failed, next } = isUnreachable ? UNREACHABLE : await examineAccount(session, checks);
  await session.out.result({ checks, next: next ?? null }, () => drawChecks(checks, next, session.out));
  const bad = checks.filter(({ result }) => result === 'fail');
  if (bad.length === 0) return;
  throw new CliError(failed ?? 'failed', `${bad.length} of ${checks.length} checks failed`, bad[0]?.fix);
}

/** Nothing more can be found out then. */
const UNREACHABLE: Findings = { failed: 'unreachable' };

interface Findings {
  /** What decides the exit code. */
  readonly failed?: ExitKind;
  /** The journey's next command. */
  readonly next?: string;
}

/** Adds what credentials are needed for. A refusal is a finding, and still decides the exit code. */
async function examineAccount(session: Session, checks: Check[]): Promise<Findings> {
  try {
    checks.push(ok('Credentials', `good: ${await whoIs(session, session.connection)}`));
    if (session.api === 'v2') return await examineV2(session, checks);
    const client = await session.ext('onboarding');
    const account = await checkAccount(session, client);
    checks.push(...account.checks, ...(await checkWebhooks(session, client)));
    return account.next === undefined ? {} : { next: account.next };
  } catch (error) {
    const { kind, message, next } = await describeFailure(error);
    if (kind === 'interrupted') throw error;
    checks.push(fail(kind === 'credentials' ? 'Credentials' : 'Account', message, next ?? 'Try again later.'));
    return { failed: kind };
  }
}

async function examineV2(session: Session, checks: Check[]): Promise<Findings> {
  const client = await session.v2();
  checks.push(...(await checkV2Account(session, client)));
  return {};
}

function drawChecks(checks: readonly Check[], next: string | undefined, { style, width = Infinity }: Canvas): string {
  const words = { ok: style.good('ok  '), warn: style.careful('warn'), fail: style.bad('FAIL') };
  const longest = Math.max(...checks.map(({ name }) => name.length));
  const margin = ' '.repeat(longest + 8);
  const beside = (text: string) => wrapWords(text, width - margin.length).replaceAll('\n', `\n${margin}`);
  const lines = checks.flatMap(({ name, result, detail, fix }) => {
    const line = `${words[result]}  ${name.padEnd(longest)}  ${beside(detail)}`;
    return fix === undefined ? [line] : [line, `${margin}${beside(`→ ${fix}`)}`];
  });
  return next === undefined
    ? lines.join('\n')
    : [...lines, '', `${style.strong('Next:')} ${style.command(next)}`].join('\n');
}
