/** How the command ends, for scripts. Each meaning is what the README prints. */
export const EXIT_CODES = {
  done: { code: 0, meaning: 'done' },
  failed: { code: 1, meaning: 'MyTPE said no, or a check of `doctor` failed' },
  usage: { code: 2, meaning: 'the command was not understood, or its input is wrong; nothing was sent' },
  credentials: { code: 3, meaning: 'credentials are missing, unreadable or refused' },
  not_found: { code: 4, meaning: 'nothing has this id, or it belongs to somebody else' },
  unreachable: { code: 5, meaning: 'MyTPE cannot be reached, or is in trouble; nothing was changed' },
  outcome_unknown: {
    code: 6,
    meaning: 'the answer was lost and the change may have been made; how to find out is said',
  },
  still_waiting: { code: 7, meaning: '`--watch` ended before what it waited for' },
  interrupted: { code: 130, meaning: 'stopped with Ctrl-C' },
} as const;
export type ExitKind = keyof typeof EXIT_CODES;
