// What a mapping makes of a payload: simpler than the engine, and as honest about what does not fit.
import type { Lang } from '../../i18n/text.svelte';
import type { MappedEvent, Mapping, MappingPreview, MappingRule, Role } from '../generated';

const WORDS: readonly [RegExp, Role][] = [
  [/^(nome|name|nombre|nome_completo|full_name)$/i, 'name'],
  [/^(telefone|phone|celular|whatsapp|fone|tel)$/i, 'phone'],
  [/^(e-?mail|correo)$/i, 'email'],
  [/^(mensagem|message|mensaje|observacao|texto)$/i, 'message'],
];

/** The roles that the key names suggest. */
export function guessed(tree: unknown): Mapping {
  const rules: MappingRule[] = [];
  const visit = (value: unknown, path: string, key: string) => {
    if (value !== null && typeof value === 'object') {
      for (const [inner, item] of Object.entries(value)) visit(item, `${path}/${escaped(inner)}`, inner);
      return;
    }
    const role = WORDS.find(([word]) => word.test(key))?.[1];
    if (role !== undefined && !rules.some((rule) => rule.role === role)) rules.push({ path, role });
  };
  visit(tree, '', '');
  return { rules };
}

export function preview(tree: unknown, mapping: Mapping, lang: Lang): MappingPreview {
  const said = (pt: string, en: string) => (lang === 'en' ? en : pt);
  const problems: [number, string][] = [];
  const event: MappedEvent = {
    kind: 'lead',
    direction: 'in',
    at: null,
    external_id: null,
    contact: null,
    name: null,
    phones: [],
    emails: [],
    text: null,
    amount: null,
    appointment: null,
    tags: [],
    fields: [],
  };
  const spoken = new Set<Role>(
    mapping.rules.map((rule) => rule.role).filter((role) => typeof role === 'string'),
  );
  const guesses = guessed(tree).rules.filter(
    (rule) => !spoken.has(rule.role) && !mapping.rules.some((own) => own.path === rule.path),
  );
  [...mapping.rules, ...guesses].forEach((rule, i) => {
    const text = plain(valueAt(tree, rule.path));
    const problem =
      text === null ? said('Não há nada ali.', 'There is nothing there.') : take(text, rule.role);
    if (problem !== null && i < mapping.rules.length) problems.push([i, problem]);
  });
  event.kind = event.appointment ? 'appointment' : event.text ? 'message' : 'lead';
  return { event: event.phones.length + event.emails.length > 0 ? event : null, problems };

  function take(text: string, role: Role): string | null {
    if (typeof role === 'object') {
      event.fields.push({ name: role.field, value: text });
      return null;
    }
    switch (role) {
      case 'name':
        event.name = event.name ? `${event.name} ${text}` : text;
        return null;
      case 'phone': {
        const digits = text.replace(/\D/g, '');
        if (digits.length < 8) return said('Isto não é um telefone.', 'This is no phone number.');
        event.phones.push(`+${digits.length <= 11 ? '55' : ''}${digits}`);
        return null;
      }
      case 'email':
        if (!/^\S+@\S+\.\S+$/.test(text)) return said('Isto não é um e-mail.', 'This is no e-mail address.');
        event.emails.push(text.toLowerCase());
        return null;
      case 'message':
        event.text = event.text === null ? text : `${event.text}\n${text}`;
        return null;
      case 'appointment_time': {
        const at = Date.parse(text);
        if (Number.isNaN(at)) return said('Isto não é um horário.', 'This is no time.');
        event.appointment = { starts_at: new Date(at).toISOString(), state: 'booked', ends_at: null };
        return null;
      }
      case 'amount': {
        const number = Number(
          text
            .replace(/[^\d,.-]/g, '')
            .replace(/\./g, '')
            .replace(',', '.'),
        );
        if (Number.isNaN(number) || !/\d/.test(text))
          return said('Isto não é um valor.', 'This is no amount.');
        event.amount = { minor: Math.round(number * 100), currency: 'BRL' };
        return null;
      }
      case 'external_id':
        event.external_id = text;
        return null;
      case 'tag':
        event.tags.push(text);
        return null;
    }
  }
}

/** The value that a JSON Pointer leads to; `undefined` where it leads nowhere. */
function valueAt(tree: unknown, path: string): unknown {
  let at: unknown = tree;
  for (const key of path.split('/').slice(1)) {
    if (at === null || typeof at !== 'object') return undefined;
    at = (at as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return at;
}

function plain(value: unknown): string | null {
  if (value === null || value === undefined || typeof value === 'object') return null;
  const text = String(value).trim();
  return text === '' ? null : text;
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
