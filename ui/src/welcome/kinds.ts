// The kinds of business: what each is called, the stages that its board gets, and who might call.
import type { BusinessKind, Money } from '../backend/generated';

export interface Kind {
  kind: BusinessKind;
  title: string;
  /** Ids of messages, in the order of the board. */
  stages: readonly string[];
  /** Somebody who might be the first to call; the texts are ids of messages. */
  caller: Caller;
}

export interface Caller {
  name: string;
  text: string;
  source: string;
  amount?: Money;
}

/** In the order they are offered; the stages are those that the engine makes (crates/engine, `stages_of`). */
export const KINDS: readonly Kind[] = [
  {
    kind: 'clinic',
    title: 'ui-kind-clinic',
    stages: [
      'stage-new',
      'stage-in-conversation',
      'stage-booked',
      'stage-confirmed',
      'stage-attended',
      'stage-lost',
    ],
    caller: { name: 'Carlos Menezes', text: 'ui-caller-clinic', source: 'ui-caller-from-whatsapp' },
  },
  {
    kind: 'shop',
    title: 'ui-kind-shop',
    stages: ['stage-new', 'stage-in-conversation', 'stage-quote', 'stage-sold', 'stage-lost'],
    caller: { name: 'Luana Prates', text: 'ui-caller-shop', source: 'ui-caller-from-whatsapp' },
  },
  {
    kind: 'services',
    title: 'ui-kind-services',
    stages: ['stage-new', 'stage-visit-booked', 'stage-proposal', 'stage-closed', 'stage-lost'],
    caller: { name: 'Edson Takeda', text: 'ui-caller-services', source: 'ui-caller-from-site' },
  },
  {
    kind: 'online-store',
    title: 'ui-kind-online-store',
    stages: ['stage-cart', 'stage-awaiting-payment', 'stage-paid', 'stage-shipped', 'stage-lost'],
    caller: {
      name: 'Diego Amaral',
      text: 'ui-caller-online-store',
      source: 'ui-caller-from-shop',
      amount: { minor: 12_990, currency: 'BRL' },
    },
  },
  {
    kind: 'beauty',
    title: 'ui-kind-beauty',
    stages: ['stage-new', 'stage-slot-booked', 'stage-attended', 'stage-come-back', 'stage-lost'],
    caller: { name: 'Júlia Sampaio', text: 'ui-caller-beauty', source: 'ui-caller-from-instagram' },
  },
  {
    kind: 'other',
    title: 'ui-kind-other',
    stages: ['stage-new', 'stage-in-progress', 'stage-done', 'stage-lost'],
    caller: { name: 'Rita Fontes', text: 'ui-caller-other', source: 'ui-caller-from-site' },
  },
];

export function kindOf(kind: BusinessKind): Kind {
  return KINDS.find((one) => one.kind === kind)!;
}
