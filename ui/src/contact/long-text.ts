/** More letters than fit nine lines of the drawer, about 40 to a line, with room to spare. */
const LETTERS = 480;
const LINES = 11;

/** Whether a text is so long that it is folded at first: a folded text must hide more than its button takes. */
export function isLong(text: string): boolean {
  return text.length > LETTERS || text.split('\n', LINES + 1).length > LINES;
}
