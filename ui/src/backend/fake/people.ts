// Invented people of an invented clinic. Numbers are of the ranges kept free for examples where there are such.
import type { Appointment, Contact, Money, Source, Stage } from '../generated';

/** The same run of numbers for the same seed, so that pictures can be compared. */
export function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const STAGES: readonly Stage[] = [
  { id: 'stage-1', title: 'Novos', outcome: 'open' },
  { id: 'stage-2', title: 'Em conversa', outcome: 'open' },
  { id: 'stage-3', title: 'Agendados', outcome: 'open' },
  { id: 'stage-4', title: 'Confirmados', outcome: 'open' },
  { id: 'stage-5', title: 'Atendidos', outcome: 'won' },
  { id: 'stage-6', title: 'Perdidos', outcome: 'lost' },
];

/** Connections in all states but that of waiting for the first delivery. */
export function sources(now: number): Source[] {
  const made = (i: number, title: string, preset: string, more: Partial<Source> = {}): Source => ({
    id: `source-${i}`,
    title,
    preset,
    address: `http://127.0.0.1:7322/in/${'abcdefghjkmnpqrstuvwxyz23456789'.slice(i - 1, i + 21)}`,
    public_address: null,
    state: 'active',
    allow_get: false,
    created_at: iso(now - 90 * DAY),
    first_delivery_at: iso(now - 89 * DAY),
    last_delivery_at: iso(now - i * i * 4 * MINUTE),
    trouble: null,
    ...more,
  });
  return [
    made(1, 'WhatsApp', 'whatsapp-cloud'),
    made(2, 'Instagram', 'other'),
    made(3, 'Site', 'other'),
    made(4, 'Calendly', 'calendly', {
      last_delivery_at: iso(now - 3 * DAY),
      trouble: {
        since: iso(now - 5 * HOUR),
        why: 'A assinatura no cabeçalho “calendly-webhook-signature” não confere. Se a entrega é autêntica, a chave desta conexão não é a do remetente: copie de novo. O que foi recusado será conferido outra vez.',
        refused: 4,
      },
    }),
    made(5, 'Mercado Pago', 'mercado-pago', { state: 'paused' }),
  ];
}

/** What the first set-up leaves: a connection that nobody used yet. */
export function firstSource(now: number): Source {
  return {
    ...sources(now)[2]!,
    id: 'source-1',
    title: 'Outro sistema',
    created_at: iso(now - 5 * MINUTE),
    first_delivery_at: null,
    last_delivery_at: null,
  };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Person {
  stage: number;
  name: string;
  message: string;
  source: string | null;
  /** Minutes since the last message. */
  ago: number;
  waits?: boolean;
  unread?: number;
  /** Days from today and "HH:MM". */
  visit?: [number, string, Appointment['state']?];
  amount?: number;
  phone?: string;
}

const KNOWN: readonly Person[] = [
  {
    stage: 0,
    name: 'Carlos Menezes',
    message: 'Quero agendar um horário',
    source: 'WhatsApp',
    ago: 0,
    waits: true,
    unread: 2,
    phone: '+5519999999999',
  },
  {
    stage: 0,
    name: 'Luana Prates',
    message:
      'Oi! Vi o anúncio no Instagram, ainda tem vaga pra sábado? Pode ser de manhã ou no começo da tarde',
    source: 'Instagram',
    ago: 12,
    waits: true,
    unread: 1,
  },
  {
    stage: 0,
    name: 'Edson Takeda',
    message: 'Formulário: orçamento de implante',
    source: 'Site',
    ago: 38,
    waits: true,
    unread: 1,
  },
  { stage: 0, name: 'Rita Fontes', message: 'Bom dia, vocês atendem Unimed?', source: 'WhatsApp', ago: 64 },
  {
    stage: 0,
    name: '',
    message: 'Boa tarde, qual o valor da limpeza?',
    source: 'WhatsApp',
    ago: 96,
    phone: '+5511987654321',
  },
  {
    stage: 1,
    name: 'Marcos Vilela',
    message: 'Perfeito, vou ver com minha esposa e te aviso',
    source: 'WhatsApp',
    ago: 121,
  },
  { stage: 1, name: 'Júlia Sampaio', message: 'Pode ser na quinta de tarde?', source: 'WhatsApp', ago: 187 },
  { stage: 1, name: 'Padaria Estrela', message: 'Segue o CNPJ para a nota', source: 'WhatsApp', ago: 1500 },
  {
    stage: 1,
    name: 'Antônio da Silva e Souza',
    message: 'Vocês parcelam o clareamento em quantas vezes?',
    source: 'Instagram',
    ago: 2950,
    waits: true,
  },
  {
    stage: 2,
    name: 'Beatriz Nunes',
    message: 'Consulta de avaliação com Dra. Helena',
    source: 'Calendly',
    ago: 300,
    visit: [0, '14:30'],
  },
  {
    stage: 2,
    name: 'Otávio Reis',
    message: 'Confirmado! Obrigado',
    source: 'WhatsApp',
    ago: 1400,
    visit: [2, '10:00', 'confirmed'],
  },
  {
    stage: 2,
    name: 'Helena Castro',
    message: 'Retorno do canal',
    source: 'Calendly',
    ago: 2600,
    visit: [5, '16:15', 'rescheduled'],
  },
  {
    stage: 3,
    name: 'Paulo Henrique Lima',
    message: 'Estarei aí às nove em ponto',
    source: 'WhatsApp',
    ago: 400,
    visit: [0, '09:00', 'confirmed'],
  },
  {
    stage: 3,
    name: 'Marina Alves',
    message: 'Preciso cancelar, surgiu uma viagem',
    source: 'WhatsApp',
    ago: 52,
    waits: true,
    unread: 1,
    visit: [1, '11:00', 'cancelled'],
  },
  {
    stage: 4,
    name: 'Sônia Braga',
    message: 'Pix recebido',
    source: 'Mercado Pago',
    ago: 340,
    amount: 35_000,
  },
  {
    stage: 4,
    name: 'Diego Amaral',
    message: 'Pedido nº 1042 pago',
    source: 'Mercado Pago',
    ago: 1450,
    amount: 12_990,
  },
  {
    stage: 4,
    name: 'Fernanda Oliveira',
    message: 'Adorei o atendimento, já indiquei para a minha irmã!',
    source: 'WhatsApp',
    ago: 4300,
  },
  {
    stage: 5,
    name: 'Rogério Pinto',
    message: 'Achei outro lugar mais perto, obrigado',
    source: 'Site',
    ago: 9000,
  },
];

const FIRST =
  'Ana Bruno Camila Daniel Eduarda Felipe Gabriela Heitor Isabela João Karina Lucas Mariana Nicolas Olívia Pedro Raquel Samuel Tatiana Vitor Yasmin Caio Letícia Renato'.split(
    ' ',
  );
const LAST =
  'Almeida Barbosa Cardoso Duarte Esteves Ferreira Gomes Holanda Ishikawa Jardim Klein Lopes Moreira Nascimento Oliveira Pereira Queiroz Ramos Santana Teixeira Vasconcelos Xavier Zanetti'.split(
    ' ',
  );
const SAID = [
  'Oi, tudo bem?',
  'Qual o valor da avaliação?',
  'Vocês atendem aos sábados?',
  'Obrigada, até semana que vem!',
  'Bom dia! Gostaria de remarcar o meu horário de quinta, se possível para o fim da tarde',
  'Pode me mandar o endereço, por favor?',
  'Fechado, combinado então',
  'Formulário: limpeza e clareamento, prefiro de manhã',
  'Preciso de um orçamento para aparelho da minha filha de 12 anos',
  'Segue o comprovante',
];

/** `many` people, the known ones first; all of them where `many` is not given. */
export function people(now: number, known: readonly Source[], many?: number): Contact[] {
  const next = randomness(7);
  const made = KNOWN.slice(0, many ?? KNOWN.length).map((person, i) => contact(person, i, now, known));
  for (let i = made.length; i < (many ?? 0); i++) {
    made.push(contact(invented(next), i, now, known));
  }
  return made;
}

export function invented(next: () => number): Person {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  // Boards are heavy at both ends: what has just come, and what is long done.
  const roll = next();
  const stage = roll < 0.22 ? 0 : roll < 0.36 ? 1 : roll < 0.5 ? 2 : roll < 0.6 ? 3 : roll < 0.88 ? 4 : 5;
  const ago = Math.floor(next() ** 3 * 60 * 24 * 200);
  const visit = stage === 2 || stage === 3;
  const waits = stage < 2 && next() < 0.15;
  return {
    stage,
    name: `${pick(FIRST)} ${pick(LAST)}${next() < 0.3 ? ` ${pick(LAST)}` : ''}`,
    message: pick(SAID),
    source: pick(['WhatsApp', 'WhatsApp', 'Instagram', 'Site', 'Calendly']),
    ago,
    ...(waits ? { waits } : {}),
    ...(waits && next() < 0.6 ? { unread: 1 + Math.floor(next() * 3) } : {}),
    ...(visit
      ? { visit: [Math.floor(next() * 20), `${9 + Math.floor(next() * 9)}:${pick(['00', '30'])}`] }
      : {}),
    ...(stage === 4 && next() < 0.5 ? { amount: 5_000 + Math.floor(next() * 60_000) } : {}),
  };
}

export function contact(person: Person, i: number, now: number, known: readonly Source[]): Contact {
  const at = now - person.ago * MINUTE;
  const source = known.find((s) => s.title === person.source);
  const name = person.name;
  return {
    id: `contact-${i}`,
    name,
    phones: [person.phone ?? `+55119${String(80_000_000 + ((i * 7_919) % 19_999_999))}`],
    emails: name && i % 3 === 0 ? [`${plain(name).replaceAll(' ', '.')}@exemplo.com.br`] : [],
    stage: STAGES[person.stage]!.title,
    stage_id: STAGES[person.stage]!.id,
    position: '',
    stage_since: iso(at),
    unread: person.unread ?? 0,
    last_message: person.message,
    last_message_at: iso(at),
    waiting_since: person.waits ? iso(at) : null,
    appointment: person.visit ? visit(person.visit, now) : null,
    amount: person.amount ? brl(person.amount) : null,
    source: source?.title ?? null,
    source_id: source?.id ?? null,
    test: false,
    created_at: iso(at - HOUR),
    archived: false,
  };
}

export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}

function brl(minor: number): Money {
  return { minor, currency: 'BRL' };
}

function visit([days, time, state]: NonNullable<Person['visit']>, now: number): Appointment {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const start = new Date(now + days * DAY);
  start.setHours(hours, minutes, 0, 0);
  return { starts_at: start.toISOString(), ends_at: null, state: state ?? 'booked' };
}
