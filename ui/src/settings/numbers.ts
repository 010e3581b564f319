// Numbers to choose from: the sensible ones, and the one in force where it is another.

export interface NumberOption {
  value: string;
  label: string;
}

export function options(
  sensible: readonly number[],
  inForce: number,
  label: (value: number) => string,
): NumberOption[] {
  const values = sensible.includes(inForce) ? [...sensible] : [...sensible, inForce].sort(bySize);
  return values.map((value) => ({ value: String(value), label: label(value) }));
}

/** 0 stands for no limit, which is more than any number. */
function bySize(a: number, b: number): number {
  return (a || Infinity) - (b || Infinity);
}
