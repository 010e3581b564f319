import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser of this computer: `CHROMIUM` in the environment, else the first of the usual names on the PATH. */
export function chromium(): string {
  const named = process.env['CHROMIUM'];
  if (named) return named;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of NAMES) {
      const file = join(folder, name);
      if (runs(file)) return file;
    }
  }
  throw new Error('No Chromium was found: install it, or name one in the variable CHROMIUM.');
}

function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
