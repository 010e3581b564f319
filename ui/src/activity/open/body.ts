// A JSON text in pieces, so that what is a key can be told from what is a value.

export interface Token {
  kind: 'key' | 'text' | 'number' | 'word' | 'plain';
  text: string;
}

/** Beyond this many characters colours cost more than they help. */
const COLOURED = 60_000;

const TOKEN = /("(?:[^"\\\n]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;

/** The pieces in order; together they are the text. It need not be whole: what was cut off is plain. */
export function tokens(text: string): Token[] {
  if (text.length > COLOURED) return [{ kind: 'plain', text }];
  const found: Token[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > at) found.push({ kind: 'plain', text: text.slice(at, match.index) });
    const [whole, quoted, colon] = match;
    if (quoted !== undefined) {
      found.push({ kind: colon === undefined ? 'text' : 'key', text: quoted });
      if (colon !== undefined) found.push({ kind: 'plain', text: colon });
    } else found.push({ kind: /^[tfn]/.test(whole) ? 'word' : 'number', text: whole });
    at = match.index + whole.length;
  }
  if (at < text.length) found.push({ kind: 'plain', text: text.slice(at) });
  return found;
}

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|.)/g;

/** Letters that some senders write as numbers are shown as letters; what would not be seen stays a number. */
export function readable(text: string): string {
  return text.replace(ESCAPE, (whole, hex: string | undefined) => {
    const letter = hex === undefined ? '' : String.fromCharCode(Number.parseInt(hex, 16));
    return /[\p{L}\p{N}\p{P}\p{S}\p{Cs}]/u.test(letter) && letter > '\u007f' ? letter : whole;
  });
}
