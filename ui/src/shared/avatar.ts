/** The hues of the pictures: far enough apart to be told from each other, none of them a signal colour. */
const HUES = [40, 85, 140, 205, 255, 300, 345] as const;

/** One of a few hues, always the same for the same seed. */
export function stableHue(seed: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) {
    hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
  }
  return HUES[(hash >>> 0) % HUES.length]!;
}

/** The first letters of the first and the last word that begin with a letter; empty where there are none. */
export function initials(name: string): string {
  const words = name
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word) && !PARTICLES.has(word.toLowerCase()));
  const first = words[0];
  if (first === undefined) return '';
  const last = words.length > 1 ? words[words.length - 1]! : '';
  return (firstLetter(first) + firstLetter(last)).toLocaleUpperCase();
}

/** Words between names that nobody takes an initial from. */
const PARTICLES = new Set([
  'da',
  'das',
  'de',
  'do',
  'dos',
  'e',
  'van',
  'von',
  'der',
  'di',
  'la',
  'of',
  'the',
]);

function firstLetter(word: string): string {
  return [...word][0] ?? '';
}
