// An invented delivery, opened: what its sender may well have sent.
import type {
  BodyKind,
  Contact,
  Delivery,
  DeliveryBody,
  DeliveryDetails,
  MappedEvent,
  Verdict,
} from '../generated';
import type { FakeEngine } from './engine';

/** What the log keeps only a line of. */
const SHORT: readonly Verdict[] = ['duplicate', 'limited'];

export function detailsOf(delivery: Delivery, engine: FakeEngine): DeliveryDetails {
  const source = engine.sources.find((one) => one.id === delivery.source_id);
  const preset = source?.preset ?? 'other';
  const event = delivery.events[0];
  const contact = event ? (engine.board.contacts.get(event.contact) ?? null) : null;
  const body = SHORT.includes(delivery.verdict) ? null : bodyOf(delivery, preset, contact);
  const signed = SIGNED[preset];
  const method = delivery.verdict === 'handshake' && preset === 'whatsapp-cloud' ? 'GET' : 'POST';
  const headers: [string, string][] = [
    ['content-type', body === null ? 'application/json' : CONTENT_TYPE[body.kind]],
    ['user-agent', AGENT[preset] ?? 'Mozilla/5.0 (compatible; Elementor)'],
    ...(signed && delivery.detail !== NO_SIGNATURE ? [[signed, '[oculto]'] satisfies [string, string]] : []),
  ];
  const query =
    method === 'GET' ? 'hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=[oculto]' : '';
  return {
    delivery,
    method,
    sub_path: '',
    query,
    headers,
    body: method === 'GET' ? null : body,
    body_length: method === 'GET' ? 0 : (body?.text.length ?? 412),
    events: event ? [mapped(delivery, event, contact)] : [],
    curl: curl(source?.address ?? 'http://127.0.0.1:7322/in/…', method, query, headers, body),
    can_apply: body !== null && method !== 'GET' && delivery.verdict !== 'malformed',
  };
}

const NO_SIGNATURE = 'The signature is missing (X-Hub-Signature-256).';

const SIGNED: Record<string, string> = {
  'whatsapp-cloud': 'x-hub-signature-256',
  calendly: 'calendly-webhook-signature',
  'mercado-pago': 'x-signature',
};

const AGENT: Record<string, string> = {
  'whatsapp-cloud': 'facebookexternalua',
  calendly: 'Calendly-Webhooks/1.0',
  'mercado-pago': 'MercadoPago WebHook v1.0',
};

const CONTENT_TYPE: Record<BodyKind, string> = {
  json: 'application/json',
  xml: 'text/xml',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain',
  binary: 'application/octet-stream',
};

function bodyOf(delivery: Delivery, preset: string, contact: Contact | null): DeliveryBody {
  if (delivery.verdict === 'malformed') {
    return { text: '{\n  "nome": "Rita Fontes",\n  "telefone": "11', kind: 'text', cut: false };
  }
  const digits = contact?.phones[0]?.replace('+', '') ?? '5519988887777';
  const name = contact?.name ?? delivery.who ?? '';
  const text = delivery.events[0]?.text ?? '';
  return { text: JSON.stringify(tree(), null, 2), kind: 'json', cut: false };

  function tree(): unknown {
    if (preset === 'whatsapp-cloud') {
      const said =
        delivery.verdict === 'ignored'
          ? { statuses: [{ id: 'wamid.HBgNNTUxOTk5', status: 'delivered', timestamp: '1795700000' }] }
          : {
              contacts: [{ profile: { name }, wa_id: digits }],
              messages: [
                {
                  from: digits,
                  id: 'wamid.HBgNNTUxOTk5',
                  timestamp: '1795700000',
                  type: 'text',
                  text: { body: text },
                },
              ],
            };
      return {
        object: 'whatsapp_business_account',
        entry: [
          {
            id: '102290129340398',
            changes: [
              {
                field: 'messages',
                value: {
                  messaging_product: 'whatsapp',
                  metadata: { display_phone_number: '551933334444', phone_number_id: '106540352242922' },
                  ...said,
                },
              },
            ],
          },
        ],
      };
    }
    if (preset === 'calendly') {
      return {
        event: 'invitee.created',
        created_at: delivery.received_at,
        payload: { name, email: contact?.emails[0] ?? null, scheduled_event: { name: text } },
      };
    }
    if (preset === 'mercado-pago') {
      return {
        id: 130_488_122_07,
        live_mode: true,
        type: 'payment',
        action: 'payment.updated',
        data: { id: '1318826443' },
      };
    }
    if (delivery.verdict === 'unmatched') {
      return {
        formulario: 'Orçamento',
        respostas: [
          { pergunta: 'Como podemos te chamar?', resposta: 'Rita' },
          { pergunta: 'Do que você precisa?', resposta: 'Quero agendar uma avaliação para clareamento' },
          { pergunta: 'Quanto pretende investir?', resposta: 'R$ 1.250,00' },
        ],
        pagina: 'https://clinicasorriso.example/orcamento?utm_source=instagram',
        aceitou_termos: true,
        anexos: null,
      };
    }
    return { nome: name, telefone: `+${digits}`, mensagem: text, origem: { utm_source: 'instagram' } };
  }
}

function mapped(delivery: Delivery, event: Delivery['events'][number], contact: Contact | null): MappedEvent {
  return {
    kind: event.kind,
    direction: 'in',
    at: delivery.received_at,
    external_id: `${event.kind}-${delivery.id.slice(-6)}`,
    contact: event.contact,
    name: contact?.name ?? null,
    phones: contact?.phones ?? [],
    emails: contact?.emails ?? [],
    text: event.text,
    amount: event.kind === 'payment' ? { minor: 35_000, currency: 'BRL' } : null,
    appointment:
      event.kind === 'appointment'
        ? (contact?.appointment ?? { starts_at: delivery.received_at, ends_at: null, state: 'booked' })
        : null,
    tags: event.kind === 'lead' ? ['Implante'] : [],
    fields: event.kind === 'lead' ? [{ name: 'utm_source', value: 'instagram' }] : [],
  };
}

function curl(
  address: string,
  method: string,
  query: string,
  headers: readonly [string, string][],
  body: DeliveryBody | null,
): string {
  const url = query ? `${address}?${query}` : address;
  return [
    `curl -X ${method} '${url}'`,
    ...headers.map(([name, value]) => `  -H '${name}: ${value}'`),
    ...(body && method !== 'GET' ? [`  --data-raw '${body.text.replaceAll("'", "'\\''")}'`] : []),
  ].join(' \\\n');
}
