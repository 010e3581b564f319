/** What screen readers are told besides what they can see: one sentence, said at once. */
export class Announcer {
  text = $state('');

  #odd = false;

  say(text: string): void {
    // The same sentence twice is said twice only if the text differs: a no-break space at its end is not heard.
    this.#odd = !this.#odd;
    this.text = this.#odd ? text : `${text}\u00a0`;
  }
}
