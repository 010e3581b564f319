/// <reference types="node" />
import { execFileSync } from 'node:child_process';

import { describe, expect, test } from 'vitest';

import { commandLine, ownShell, SAMPLE } from './command-line';

const ADDRESS = 'http://127.0.0.1:7322/in/8fq2mzk4wd9xh3n6vtb7cj';

/** What people write that shells act upon. */
const HOSTILE = {
  nome: `D'Ávila "Zé" \\ $HOME \`id\``,
  mensagem: '50% & <b> | > ^ ! %PATH% ‘aspas’ 😀',
};

/** What a POSIX shell hands to `curl`. */
function posixArguments(line: string): string[] {
  const script = `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }; ${line}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

/** What `curl.exe` reads of its command line: the rules of Microsoft's C runtime for arguments. */
function windowsArguments(line: string): string[] {
  const read: string[] = [];
  let now: string | null = null;
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const slashes = /^\\*/.exec(line.slice(i))![0].length;
    if (slashes > 0 && line[i + slashes] === '"') {
      now = (now ?? '') + '\\'.repeat(Math.floor(slashes / 2));
      i += slashes;
      if (slashes % 2 === 1) now += '"';
      else quoted = !quoted;
    } else if (line[i] === '"') {
      quoted = !quoted;
      now ??= '';
    } else if (line[i] === ' ' && !quoted) {
      if (now !== null) read.push(now);
      now = null;
    } else now = (now ?? '') + line[i];
  }
  return now === null ? read : [...read, now];
}

/** The texts in single quotes, as both PowerShells read them. */
function powershellTexts(line: string): string[] {
  return [...line.matchAll(/'((?:[^']|'')*)'/g)].map((match) => match[1]!.replaceAll("''", "'"));
}

describe.each([
  ['the sample', SAMPLE],
  ['what shells act upon', HOSTILE],
])('%s', (_, body) => {
  test('comes whole through a POSIX shell', () => {
    const given = posixArguments(commandLine('posix', ADDRESS, body));
    expect(given.slice(0, 5)).toEqual(['-X', 'POST', ADDRESS, '-H', 'Content-Type: application/json']);
    expect(JSON.parse(given[6]!)).toEqual(body);
  });

  test('comes whole through cmd, which has nothing in it to act upon', () => {
    const line = commandLine('cmd', ADDRESS, body);
    expect(line).not.toMatch(/[&|<>^%!]/);
    const given = windowsArguments(line);
    expect(given[0]).toBe('curl');
    expect(given[3]).toBe(ADDRESS);
    expect(JSON.parse(given.at(-1)!)).toEqual(body);
  });

  test('comes whole through PowerShell', () => {
    const line = commandLine('powershell', ADDRESS, body);
    expect(line).toMatch(/^Invoke-RestMethod -Method Post -Uri /);
    const [uri, type, json] = powershellTexts(line);
    expect(uri).toBe(ADDRESS);
    expect(type).toBe('application/json');
    expect(JSON.parse(json!)).toEqual(body);
  });

  test('is plain ASCII for the shells of Windows, whose code pages differ', () => {
    expect(commandLine('cmd', ADDRESS, body)).toMatch(/^[\x20-\x7e]*$/);
    expect(commandLine('powershell', ADDRESS, body)).toMatch(/^[\x20-\x7e]*$/);
  });
});

test('Windows begins with PowerShell, all others with what they all have', () => {
  expect(ownShell('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36')).toBe('powershell');
  expect(ownShell('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15')).toBe('posix');
});
