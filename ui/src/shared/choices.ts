// One thing to choose from a long list, and finding it by what somebody types.

export interface Choice {
  value: string;
  label: string;
  /** Said behind the label, and found by as well. */
  detail?: string | undefined;
}

/** The choices that hold every word typed, whatever its accents; those that begin with it first. */
export function found(choices: readonly Choice[], typed: string): Choice[] {
  const words = folded(typed).split(' ').filter(Boolean);
  if (words.length === 0) return [...choices];
  const holding = choices.filter((choice) => {
    const text = folded(`${choice.label} ${choice.detail ?? ''} ${choice.value}`);
    return words.every((word) => text.includes(word));
  });
  const begins = (choice: Choice) => Number(!folded(choice.label).startsWith(words[0]!));
  return holding.sort((a, b) => begins(a) - begins(b));
}

/** Lower case without accents, underscores and slashes as spaces. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[_/\s]+/g, ' ')
    .trim();
}
