import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import type { Style } from '../../terminal/style.ts';
import type { Canvas } from '../../terminal/table.ts';
import { wrapWords } from '../../terminal/wrap-words.ts';
import { type Stage, type StageState, nextStage, stagesOf } from './stages.ts';
import { readStanding } from './standing.ts';

const LACKS = 'onboarding: with it, that is done in the MyTPE dashboard';

export function journeyCommand(act: Act): Command {
  return new Command('journey').description('where this account stands, from KYC to the first payment').action(
    act(async (session) => {
      const client = await session.ext(LACKS);
      const stages = stagesOf(await readStanding(session, client));
      const { next = null, hint = null } = nextStage(stages) ?? {};
      await session.out.result({ stages, next, hint }, () => drawStages(stages, session.out));
    }),
  );
}

const MARKS: Readonly<Record<StageState, (style: Style) => string>> = {
  done: (style) => style.good('✓'),
  waiting: (style) => style.careful('…'),
  refused: (style) => style.bad('✗'),
  todo: (style) => style.quiet('·'),
};

function drawStages(stages: readonly Stage[], { style, width: columns = Infinity }: Canvas): string {
  const { next, hint } = nextStage(stages) ?? {};
  const width = Math.max(...stages.map(({ name }) => name.length));
  const lines = stages.map(({ name, state, detail }) => `${MARKS[state](style)} ${name.padEnd(width)}  ${detail}`);
  const ending = next === undefined ? style.good('You are there.') : `${style.strong('Next:')} ${style.command(next)}`;
  return [...lines, '', ...(hint === undefined ? [] : [wrapWords(hint, columns)]), ending].join('\n');
}
