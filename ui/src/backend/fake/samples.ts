// What the fake answers to a sample: what the engine would, where the connection is set up well.
import type {
  Contact,
  Delivery,
  Lang,
  SampleKind,
  SampleOffer,
  Samples,
  SampleSent,
  SourceDetails,
  Verdict,
} from '../generated';

const KINDS: readonly SampleKind[] = ['good', 'bad_signature', 'wrong_type', 'duplicate', 'huge'];

const WORDS = {
  address: {
    'pt-BR': 'Aqui só o endereço é conferido: quem o conhece pode enviar.',
    en: 'Only the address is checked here: whoever knows it may send.',
  },
  optional: {
    'pt-BR': 'Ainda sem a chave, só o endereço é conferido. Cole a chave para que o resto seja recusado.',
    en: 'While there is no key, only the address is checked. Paste the key, and the rest is refused.',
  },
  missing: {
    'pt-BR': 'Falta a chave: até lá tudo é recusado.',
    en: 'The key is missing: until then everything is refused.',
  },
  refused: {
    'pt-BR':
      'A resposta foi 401, e devia ter sido aceita. Esta conexão ainda não tem a chave, então nada pode ser conferido.',
    en: 'It was answered 401 and should have been taken. This source has no secret yet, so nothing can be checked.',
  },
  advice: {
    'pt-BR': 'Confira a chave e o jeito de conferir nesta conexão.',
    en: 'Check the key and the way of checking on this connection.',
  },
} satisfies Record<string, Record<Lang, string>>;

type Judged = Pick<SourceDetails, 'preset' | 'scheme' | 'has_secret'>;

export function samplesOf(judged: Judged, lang: Lang): Samples {
  const offer = (kind: SampleKind): SampleOffer => {
    const why = whyNot(kind, judged);
    return { kind, why_not: why === null ? null : WORDS[why][lang] };
  };
  return { kinds: KINDS.map(offer), names: [] };
}

function whyNot(kind: SampleKind, { preset, scheme, has_secret }: Judged): keyof typeof WORDS | null {
  const choice = preset.schemes.find((one) => one.id === scheme);
  if (kind === 'good' || kind === 'huge') return null;
  if (!choice?.secret) return kind === 'bad_signature' ? 'address' : null;
  if (has_secret) return null;
  if (choice.required) return 'missing';
  return kind === 'bad_signature' ? 'optional' : null;
}

/** Whether it is refused for want of a key. */
export function lacksKey({ preset, scheme, has_secret }: Judged): boolean {
  const choice = preset.schemes.find((one) => one.id === scheme);
  return choice?.secret != null && choice.required && !has_secret;
}

const ANSWERS: Record<SampleKind, { status: number; verdict: Verdict | null; took: number; length: number }> =
  {
    good: { status: 200, verdict: 'accepted', took: 4_200, length: 512 },
    bad_signature: { status: 401, verdict: 'refused', took: 3_400, length: 512 },
    wrong_type: { status: 400, verdict: 'malformed', took: 3_800, length: 256 },
    duplicate: { status: 200, verdict: 'duplicate', took: 3_100, length: 512 },
    huge: { status: 413, verdict: null, took: 11_600, length: 4_259_840 },
  };

export function answer(kind: SampleKind, delivery: Delivery | null, contact: Contact | null): SampleSent {
  const { status, verdict, took, length } = ANSWERS[kind];
  return {
    kind,
    request: { sample: 'test', method: 'POST', content_type: 'application/json', body_length: length },
    http_status: status,
    verdict,
    delivery: delivery?.id ?? null,
    contact: contact?.id ?? null,
    took_micros: took,
    wrong: null,
  };
}

/** What the sender gets whose key is missing here. */
export function refused(kind: SampleKind, delivery: Delivery, lang: Lang): SampleSent {
  const wrong = { what: WORDS.refused[lang], advice: WORDS.advice[lang] };
  return { ...answer('bad_signature', delivery, null), kind, wrong };
}
