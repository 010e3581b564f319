// What the lines of the invented log say: each kind of sender with its own mixture of what goes well and what does not.
import type { Contact, Delivery, Lang, Source, Verdict } from '../generated';

export interface Line {
  verdict: Verdict;
  http_status: number;
  kind?: string;
  text?: string;
  /** Whether it names somebody. */
  named?: boolean;
  new_contact?: boolean;
  why?: Record<Lang, string>;
  pending?: boolean;
  /** Of 1,000, how many are of this kind. */
  share: number;
}

const why = (pt: string, en: string): Record<Lang, string> => ({ 'pt-BR': pt, en });

const SIGNATURE = why(
  'A assinatura não confere (X-Hub-Signature-256).',
  'The signature does not match (X-Hub-Signature-256).',
);
const NO_SIGNATURE = why(
  'Falta a assinatura (X-Hub-Signature-256).',
  'The signature is missing (X-Hub-Signature-256).',
);
const STALE = why(
  'A assinatura é de 42 minutos antes; o limite são 5 minutos.',
  'The signature is 42 minutes old; 5 minutes are allowed.',
);
const NOBODY = why(
  'Não há telefone, e-mail nem outro identificador no conteúdo, então não se sabe de quem é.',
  'No phone, e-mail or other identifier is in the content, so it cannot be told whose it is.',
);
const BROKEN = why(
  'O JSON está incompleto: linha 3, coluna 18.',
  'The JSON is incomplete: line 3, column 18.',
);
const RECEIPT = why(
  'É um aviso de uma mensagem que o Recado não conhece.',
  'It is a receipt of a message that Recado does not know.',
);
const HEARTBEAT = why(
  'O remetente só mostrou que está ligado.',
  'The sender only showed that it is connected.',
);
const PAUSED = why(
  'A conexão está em pausa: isto entra quando você retomar.',
  'The connection is paused: this is filed when you resume it.',
);
const ASKED = why(
  'O remetente perguntou se o endereço é seu, e o Recado respondeu.',
  'The sender asked whether the address is yours, and Recado answered.',
);
const AGAIN = why('Já tinha entrado: nada mudou.', 'It had already been filed: nothing changed.');
const DETAILS = why(
  'Chegou só o número; os detalhes vêm com a chave de acesso.',
  'Only an id arrived; the details come with the access token.',
);
const TOO_MANY = why(
  'Chegaram entregas demais em pouco tempo.',
  'Too many deliveries arrived in a short time.',
);

/** What becomes of tests. */
export const TEST: Line = {
  verdict: 'accepted',
  http_status: 200,
  kind: 'lead',
  named: true,
  new_contact: true,
  share: 0,
};
export const REFUSED_TEST: Line = { verdict: 'refused', http_status: 401, why: SIGNATURE, share: 0 };
export const BROKEN_TEST: Line = { verdict: 'malformed', http_status: 400, why: BROKEN, share: 0 };

const HANDSHAKE: Line = { verdict: 'handshake', http_status: 200, why: ASKED, share: 4 };

const MESSAGES: readonly Line[] = [
  { verdict: 'accepted', http_status: 200, kind: 'message', named: true, share: 640 },
  { verdict: 'accepted', http_status: 200, kind: 'message', named: true, new_contact: true, share: 120 },
  { verdict: 'ignored', http_status: 200, why: RECEIPT, share: 150 },
  { verdict: 'refused', http_status: 401, why: SIGNATURE, share: 8 },
  { verdict: 'refused', http_status: 401, why: NO_SIGNATURE, share: 3 },
  { verdict: 'limited', http_status: 429, why: TOO_MANY, share: 3 },
  HANDSHAKE,
];

const FORMS: readonly Line[] = [
  {
    verdict: 'accepted',
    http_status: 200,
    kind: 'lead',
    text: 'Orçamento: implante',
    named: true,
    new_contact: true,
    share: 540,
  },
  {
    verdict: 'accepted',
    http_status: 200,
    kind: 'lead',
    text: 'Limpeza e clareamento, prefiro de manhã',
    named: true,
    share: 220,
  },
  { verdict: 'unmatched', http_status: 200, why: NOBODY, share: 60 },
  { verdict: 'ignored', http_status: 200, why: HEARTBEAT, share: 30 },
  { verdict: 'malformed', http_status: 400, why: BROKEN, share: 25 },
  { verdict: 'paused', http_status: 200, why: PAUSED, share: 12 },
];

const APPOINTMENTS: readonly Line[] = [
  {
    verdict: 'accepted',
    http_status: 200,
    kind: 'appointment',
    text: 'Consulta de avaliação',
    named: true,
    share: 620,
  },
  {
    verdict: 'accepted',
    http_status: 200,
    kind: 'appointment',
    text: 'Primeira consulta',
    named: true,
    new_contact: true,
    share: 300,
  },
  { verdict: 'refused', http_status: 401, why: STALE, share: 8 },
];

const PAYMENTS: readonly Line[] = [
  {
    verdict: 'accepted',
    http_status: 200,
    kind: 'payment',
    text: 'Pagamento aprovado · R$ 350,00',
    named: true,
    share: 600,
  },
  {
    verdict: 'accepted',
    http_status: 200,
    kind: 'order',
    text: 'Pedido 1042 pago',
    named: true,
    share: 140,
  },
  { verdict: 'accepted', http_status: 200, why: DETAILS, pending: true, share: 25 },
  { verdict: 'ignored', http_status: 200, why: HEARTBEAT, share: 60 },
];

const LINES: Record<string, readonly Line[]> = {
  'whatsapp-cloud': MESSAGES,
  calendly: APPOINTMENTS,
  'mercado-pago': PAYMENTS,
};

/** One of the lines that suit the source; `roll` is from 0 to 1. */
export function lineOf(source: Source, roll: number): Line {
  const lines = LINES[source.preset] ?? FORMS;
  let at = roll * lines.reduce((sum, line) => sum + line.share, 0);
  for (const line of lines) {
    at -= line.share;
    if (at < 0) return line;
  }
  return lines[0]!;
}

/** The usual line of the source: what the first of two equal deliveries was. */
export function usualLine(source: Source): Line {
  return (LINES[source.preset] ?? FORMS)[0]!;
}

/** The newest lines of the day, as in the pictures: seconds before now, source, whose. */
export const NEWEST: readonly { ago: number; source: string; who?: string; line: Line }[] = [
  {
    ago: 8,
    source: 'WhatsApp',
    who: 'Carlos Menezes',
    line: {
      verdict: 'accepted',
      http_status: 200,
      kind: 'message',
      text: 'Quero agendar um horário',
      named: true,
      new_contact: true,
      share: 0,
    },
  },
  {
    ago: 53,
    source: 'Mercado Pago',
    who: 'Sônia Braga',
    line: {
      verdict: 'accepted',
      http_status: 200,
      kind: 'payment',
      text: 'Pagamento aprovado · R$ 350,00',
      named: true,
      share: 0,
    },
  },
  {
    ago: 150,
    source: 'Site',
    line: { verdict: 'unmatched', http_status: 200, why: NOBODY, share: 0 },
  },
  {
    ago: 229,
    source: 'WhatsApp',
    line: { verdict: 'refused', http_status: 401, why: SIGNATURE, share: 0 },
  },
  {
    ago: 315,
    source: 'Instagram',
    who: 'Luana Prates',
    line: {
      verdict: 'accepted',
      http_status: 200,
      kind: 'lead',
      text: 'Oi! Vi o anúncio no Instagram, ainda tem vaga pra sábado?',
      named: true,
      share: 0,
    },
  },
  {
    ago: 718,
    source: 'Mercado Pago',
    who: 'Diego Amaral',
    line: { verdict: 'duplicate', http_status: 200, why: AGAIN, named: true, share: 0 },
  },
  {
    ago: 724,
    source: 'Mercado Pago',
    who: 'Diego Amaral',
    line: {
      verdict: 'accepted',
      http_status: 200,
      kind: 'order',
      text: 'Pedido 1042 pago',
      named: true,
      share: 0,
    },
  },
  {
    ago: 960,
    source: 'Mercado Pago',
    line: { verdict: 'accepted', http_status: 200, why: DETAILS, pending: true, share: 0 },
  },
  {
    ago: 1_080,
    source: 'Site',
    line: { verdict: 'malformed', http_status: 400, why: BROKEN, share: 0 },
  },
  {
    ago: 1_260,
    source: 'WhatsApp',
    line: { verdict: 'ignored', http_status: 200, why: RECEIPT, share: 0 },
  },
];

export const REPEATED: Line = { verdict: 'duplicate', http_status: 200, why: AGAIN, named: true, share: 0 };

/** What comes while the secret of the source is a wrong one. */
export function refusedLine(reason: string): Line {
  return { verdict: 'refused', http_status: 401, why: why(reason, reason), share: 0 };
}

/** A line of the log as the engine tells it. */
export function asDelivery(
  line: Line,
  of: { id: string; at: number; source: Source; who: Contact | null; lang: Lang; took: number },
): Delivery {
  const who = line.named ? of.who : null;
  return {
    id: of.id,
    received_at: new Date(of.at).toISOString(),
    source: of.source.title,
    source_id: of.source.id,
    verdict: line.verdict,
    http_status: line.http_status,
    detail: line.why?.en ?? null,
    detail_local: line.why?.[of.lang] ?? null,
    events:
      line.kind && who
        ? [
            {
              id: `${of.id}-event`,
              kind: line.kind,
              contact: who.id,
              new_contact: line.new_contact ?? false,
              text: line.text ?? who.last_message,
            },
          ]
        : [],
    repeats: 0,
    duplicate_of: null,
    who: who === null ? null : who.name || (who.phones[0] ?? null),
    took_micros: of.took,
    pending: line.pending ?? false,
    test: false,
  };
}
