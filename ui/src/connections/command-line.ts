// A line for a terminal that posts a small lead to an address, quoted for the shell that will read it.

export type Shell = 'posix' | 'cmd' | 'powershell';

/** What the line sends: the keys are Portuguese, as a Brazilian form would have them. */
export const SAMPLE = {
  nome: 'Ana Souza',
  telefone: '+55 11 98765-4321',
  mensagem: 'Bom dia! Gostaria de mais detalhes',
} as const;

export function commandLine(shell: Shell, address: string, body: Record<string, string> = SAMPLE): string {
  switch (shell) {
    case 'posix':
      return `curl -X POST ${posix(address)} -H 'Content-Type: application/json' -d ${posix(JSON.stringify(body))}`;
    case 'cmd':
      return `curl -X POST "${address}" -H "Content-Type: application/json" -d "${cmd(plainJson(body))}"`;
    case 'powershell':
      // `curl` is another command in Windows PowerShell 5, and both versions pass inner quotes on differently.
      return (
        `Invoke-RestMethod -Method Post -Uri ${powershell(address)} ` +
        `-ContentType 'application/json' -Body ${powershell(plainJson(body))}`
      );
  }
}

/** The shell that people of this computer have before them. */
export function ownShell(userAgent: string): Shell {
  return userAgent.includes('Windows') ? 'powershell' : 'posix';
}

/** In single quotes nothing is special but the quote itself. */
function posix(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** In single quotes nothing is special but the quote itself, which is doubled. The typographic ones count as quotes too. */
function powershell(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}

/** As the C runtime of Windows reads an argument in quotes: a backslash means itself unless a quote follows it. */
function cmd(json: string): string {
  return json.replaceAll('"', '\\"');
}

/**
 * JSON in letters that no code page changes and with nothing in its texts that `cmd` acts upon (`& | < > ^ % !`), nor
 * quotes and backslashes: all of these as `\uXXXX`.
 */
function plainJson(body: Record<string, string>): string {
  const text = (value: string) =>
    `"${[...Array(value.length).keys()]
      .map((i) => {
        const unit = value[i]!;
        const plain = /[\w .,:;@+()/?=*#~-]/.test(unit);
        return plain ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
      })
      .join('')}"`;
  return `{${Object.entries(body)
    .map(([key, value]) => `${text(key)}:${text(value)}`)
    .join(',')}}`;
}
