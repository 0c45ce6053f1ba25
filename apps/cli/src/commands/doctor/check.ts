export const CHECK_RESULTS = ['ok', 'warn', 'fail'] as const;

/** One thing the doctor looked at. */
export interface Check {
  readonly name: string;
  readonly result: (typeof CHECK_RESULTS)[number];
  readonly detail: string;
  /** What to do about it, unless it is ok. */
  readonly fix?: string | undefined;
}

export const ok = (name: string, detail: string): Check => ({ name, result: 'ok', detail });
export const warn = (name: string, detail: string, fix: string): Check => ({ name, result: 'warn', detail, fix });
export const fail = (name: string, detail: string, fix: string): Check => ({ name, result: 'fail', detail, fix });
