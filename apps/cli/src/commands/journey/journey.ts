import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import { wrapWords } from '../../terminal/display.ts';
import type { Style } from '../../terminal/style.ts';
import type { Canvas } from '../../terminal/table.ts';
import { readAccountState } from './account-state.ts';
import { type Stage, type StageState, nextStage, stagesOf } from './stages.ts';

const MISSING_IN_V2 = 'onboarding; use the MyTPE dashboard';

export function journeyCommand(act: Act): Command {
  return new Command('journey').description('show the progress of this account, from KYC to the first payment').action(
    act(async (session) => {
      const client = await session.ext(MISSING_IN_V2);
      const stages = stagesOf(await readAccountState(session, client));
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
  const ending =
    next === undefined ? style.good('All steps are done.') : `${style.strong('Next:')} ${style.command(next)}`;
  return [...lines, '', ...(hint === undefined ? [] : [wrapWords(hint, columns)]), ending].join('\n');
}
