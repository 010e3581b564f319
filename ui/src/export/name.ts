/** What a file is called at first: "Clínica Sorriso - contatos 2026-11-24.csv", without what file systems forbid. */
export function exportName(business: string, contacts: string, now: Date): string {
  const plain = business
    .replace(/[<>:"/\\|?*\p{Cc}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((n) => String(n).padStart(2, '0'))
    .join('-');
  return `${plain === '' ? '' : `${plain} - `}${contacts} ${day}.csv`;
}
