// Timelines that hold one of everything, and what strangers send to break a page.
import type { Contact, EventEntry, TimelineEntry, What } from '../generated';
import { iso } from './people';

/** How many entries the long story has: several pages of a drawer. */
const LONG = 160;

/** Two known people have more to tell than the others. */
export function story(contact: Contact): TimelineEntry[] | null {
  if (contact.name === 'Rita Fontes') return entries(contact, EVERYTHING, 47);
  if (contact.name !== 'Marcos Vilela') return null;
  const many = Array.from({ length: LONG }, (_, i): What => ({
    event: { ...said(i % 3 === 2 ? 'Combinado, obrigado!' : `Mensagem ${i + 1}`), outgoing: i % 3 === 2 },
  }));
  return entries(contact, [{ added: { source: 'WhatsApp' } }, ...many], 190);
}

const EVERYTHING: readonly What[] = [
  { added: { source: 'Site' } },
  {
    event: {
      ...said('Gostaria de um orçamento'),
      kind: 'lead',
      source: 'Site',
      called: 'Rita de Cássia Fontes',
      fields: [
        { name: 'utm_campaign', value: 'clareamento-novembro' },
        { name: 'cidade', value: 'Campinas' },
        { name: 'answers.2.text', value: 'Prefiro de manhã,\nantes das dez' },
      ],
    },
  },
  { renamed: { from: '', to: 'Rita Fontes' } },
  { moved: { from: 'Novos', to: 'Em conversa' } },
  { event: { ...said('Bom dia, Rita! Quinta às 10h fica bom?'), outgoing: true, receipt: 'read' } },
  { event: { ...said('Ou na sexta, às 14h30?'), outgoing: true, receipt: 'delivered' } },
  { event: { ...said('Temos também sábado de manhã'), outgoing: true, receipt: 'sent' } },
  { event: { ...said('Segue o nosso endereço'), outgoing: true, receipt: 'failed' } },
  { event: said('Olha o link https://exemplo.com.br/promocao?x=<script>alert(1)</script> 😀👨‍👩‍👧‍👦') },
  {
    event: said('Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(2)),
  },
  { event: said('مرحبا، أريد حجز موعد يوم الخميس في الساعة 10:00') },
  { event: said('Lorem ipsum dolor sit amet, consectetur adipiscing elit. '.repeat(180).trim()) },
  { note: { text: 'Tem convênio Unimed.\nLigar depois das 14h.' } },
  { replied: { via: 'whats_app', text: 'Atendemos sim! Quer marcar uma avaliação?' } },
  { replied: { via: 'phone', text: null } },
  {
    event: {
      ...said('Consulta de avaliação'),
      kind: 'appointment',
      source: 'Calendly',
      appointment: { starts_at: '2026-12-03T13:00:00Z', ends_at: '2026-12-03T13:40:00Z', state: 'booked' },
    },
  },
  {
    event: {
      ...said('Consulta de avaliação'),
      kind: 'appointment',
      source: 'Calendly',
      appointment: { starts_at: '2026-12-04T13:00:00Z', ends_at: null, state: 'cancelled' },
    },
  },
  {
    event: {
      ...said('Pix recebido'),
      kind: 'payment',
      source: 'Mercado Pago',
      amount: { minor: 35_000, currency: 'BRL' },
      earlier: [
        {
          at: '2026-11-23T13:00:00Z',
          kind: 'order',
          text: 'Pedido nº 1042: Clareamento',
          amount: { minor: 35_000, currency: 'BRL' },
          appointment: null,
        },
        {
          at: '2026-11-23T13:02:00Z',
          kind: 'payment',
          text: null,
          amount: { minor: 35_000, currency: 'BRL' },
          appointment: null,
        },
      ],
      test: true,
    },
  },
  'edited',
  'archived',
  'restored',
  { event: said('Bom dia, vocês atendem Unimed?') },
];

function entries(contact: Contact, whats: readonly What[], minutesApart: number): TimelineEntry[] {
  const last = Date.parse(contact.last_message_at ?? contact.created_at);
  return whats.map((what, i) => ({
    id: `${contact.id}-${i}`,
    contact: contact.id,
    at: iso(last - (whats.length - 1 - i) * minutesApart * 60_000),
    what,
  }));
}

export function said(text: string | null, source = 'WhatsApp'): EventEntry {
  return {
    kind: 'message',
    outgoing: false,
    text,
    source,
    amount: null,
    appointment: null,
    called: null,
    receipt: null,
    fields: [],
    earlier: [],
    test: false,
  };
}
