const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

/** 40 letters and digits, 232 bits: nothing that a sender's own form would refuse, or a person misread. */
const LENGTH = 40;

/** A secret of ours, to be pasted at the sender's. */
export function newSecret(): string {
  let secret = '';
  while (secret.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      // Bytes beyond a whole multiple would make some letters likelier than others.
      if (byte < 256 - (256 % LETTERS.length)) secret += LETTERS[byte % LETTERS.length];
    }
  }
  return secret.slice(0, LENGTH);
}
