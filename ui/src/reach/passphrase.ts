// How long a passphrase would withstand somebody who has the file and tries: a hint, never a bar.

export type Strength = 'weak' | 'fair' | 'good';

/**
 * A guess by length and kinds of letters, with words counted where there are several. The file's own key derivation
 * (scrypt) makes each try dear: some 45 bits are out of reach for anybody who is not a state.
 */
export function strength(passphrase: string): Strength {
  const bits = Math.min(byLetters(passphrase), byWords(passphrase));
  return bits < 35 ? 'weak' : bits < 50 ? 'fair' : 'good';
}

function byLetters(text: string): number {
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u];
  const sizes = [26, 26, 10, 20];
  const size = kinds.reduce((sum, kind, i) => sum + (kind.test(text) ? sizes[i]! : 0), 0);
  // A letter that was there before adds little: “aaaaaaaa” is no passphrase.
  const different = new Set(text).size;
  return size === 0 ? 0 : Math.log2(size) * Math.min([...text].length, different * 2);
}

/** Some 12 bits for a word of a language, for it is guessed whole. */
function byWords(text: string): number {
  const words = text.trim().split(/\s+/);
  if (words.length < 2) return Infinity;
  return new Set(words.map((word) => word.toLowerCase())).size * 12;
}
