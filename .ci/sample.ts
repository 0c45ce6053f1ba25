/** `true` in `npx pnpm test:full`, in which the tests run whole matrices. Only this module reads `TEST_FULL`. */
export const isFull: boolean = process.env['TEST_FULL'] === '1';

/** Returns `all` in a full run, else `some`, which must have at least one of each kind. */
export function sample<T>(all: readonly T[], some: readonly T[]): readonly T[] {
  return isFull ? all : some;
}

/** Returns the number of repetitions, for example of a property test, in this run. */
export function runs(few: number, full: number): number {
  return isFull ? full : few;
}

/**
 * Returns combinations of the axes' values. A full run gets all of them. A normal run gets as many as the longest axis has
 * values. The other axes rotate with it, so that each value of each axis occurs.
 */
export function matrix<Axes extends readonly (readonly unknown[])[]>(
  ...axes: Axes
): { -readonly [Axis in keyof Axes]: Axes[Axis][number] }[] {
  const combinations = isFull
    ? axes.reduce<unknown[][]>((all, axis) => all.flatMap((one) => axis.map((value) => [...one, value])), [[]])
    : Array.from({ length: Math.max(...axes.map(({ length }) => length)) }, (_, turn) =>
        axes.map((axis) => axis[turn % axis.length]),
      );
  return combinations as { -readonly [Axis in keyof Axes]: Axes[Axis][number] }[];
}
