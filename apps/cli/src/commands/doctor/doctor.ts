import { Command } from 'commander';

import { CliError, type ExitKind } from '../../cli-error.ts';
import type { Act } from '../../command-action.ts';
import { describeFailure } from '../../describe-failure.ts';
import type { Session } from '../../session.ts';
import { wrapWords } from '../../terminal/display.ts';
import type { Canvas } from '../../terminal/table.ts';
import { whoIs } from '../account/me.ts';
import { checkAccount, checkV2Account, checkWebhooks } from './account-checks.ts';
import { API_URL, type Check, checkServer, fail, ok } from './server-checks.ts';

export function doctorCommand(act: Act): Command {
  return new Command('doctor')
    .description('check credentials, clock, API URL, instance and webhooks, and show how to fix them')
    .action(act(async (session) => runChecks(session)));
}

async function runChecks(session: Session): Promise<void> {
  const checks: Check[] = [ok('Configuration', `${session.api} API, credentials from ${session.connection.source}`)];
  checks.push(...(await checkServer(session)));
  const isUnreachable = checks.some(({ name, result }) => name === API_URL && result === 'fail');
  const { failed, next } = isUnreachable ? UNREACHABLE : await checkAccountAccess(session, checks);
  await session.out.result({ checks, next: next ?? null }, () => drawChecks(checks, next, session.out));
  const bad = checks.filter(({ result }) => result === 'fail');
  if (bad.length === 0) return;
  throw new CliError(failed ?? 'failed', `${bad.length} of ${checks.length} checks failed`, bad[0]?.fix);
}

/** The findings if the API is unreachable. No further checks are possible. */
const UNREACHABLE: Findings = { failed: 'unreachable' };

interface Findings {
  /** The failure that decides the exit code. */
  readonly failed?: ExitKind;
  /** The next command of the journey. */
  readonly next?: string;
}

/** Adds the checks that need credentials. Rejected credentials are a finding and decide the exit code. */
async function checkAccountAccess(session: Session, checks: Check[]): Promise<Findings> {
  try {
    checks.push(ok('Credentials', `valid: ${await whoIs(session, session.connection)}`));
    if (session.api === 'v2') return await checkV2Access(session, checks);
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

async function checkV2Access(session: Session, checks: Check[]): Promise<Findings> {
  const client = await session.v2();
  checks.push(...(await checkV2Account(session, client)));
  return {};
}

function drawChecks(checks: readonly Check[], next: string | undefined, { style, width = Infinity }: Canvas): string {
  const labels = { ok: style.good('ok  '), warn: style.careful('warn'), fail: style.bad('FAIL') };
  const longest = Math.max(...checks.map(({ name }) => name.length));
  const margin = ' '.repeat(longest + 8);
  const indented = (text: string) => wrapWords(text, width - margin.length).replaceAll('\n', `\n${margin}`);
  const lines = checks.flatMap(({ name, result, detail, fix }) => {
    const line = `${labels[result]}  ${name.padEnd(longest)}  ${indented(detail)}`;
    return fix === undefined ? [line] : [line, `${margin}${indented(`→ ${fix}`)}`];
  });
  return next === undefined
    ? lines.join('\n')
    : [...lines, '', `${style.strong('Next:')} ${style.command(next)}`].join('\n');
}
