// What the owner should know of the sources, invented: `?alerts=silent,unanswered,gave_up`. That a form changed is told
// where the form is.
import type { Alert, AlertKind, AlertWhat, Source } from '../generated';
import type { FakeEngine } from './engine';
import type { Handlers } from './handlers';
import { iso } from './people';
import { presets } from './presets';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const ALERT_KINDS: readonly AlertKind[] = ['silent', 'shape_changed', 'unanswered', 'gave_up'];

type Invented = Exclude<AlertKind, 'shape_changed'>;

export class FakeAlerts {
  list: Alert[] = [];
  #dismissed: Alert[] = [];

  constructor(
    readonly engine: FakeEngine,
    kinds: readonly AlertKind[] = [],
  ) {
    const now = Date.now();
    for (const kind of kinds) {
      if (kind === 'shape_changed') continue;
      const source = this.#source(kind, now);
      this.list.push({
        source_id: source.id,
        source: source.title,
        since: iso(now - (kind === 'gave_up' ? 17 * HOUR : 68 * MINUTE)),
        what: this.#invent(kind, source, now),
      });
    }
  }

  readonly handlers: Handlers = {
    ListAlerts: () => this.list,
    DismissAlert: ({ source, kind }) => {
      const meant = this.list.filter((alert) => alert.source_id === source && is(alert, kind));
      this.#dismissed.push(...meant);
      return this.#show(this.list.filter((alert) => !meant.includes(alert)));
    },
    RestoreAlert: ({ source, kind }) => {
      const meant = this.#dismissed.filter((alert) => alert.source_id === source && is(alert, kind));
      this.#dismissed = this.#dismissed.filter((alert) => !meant.includes(alert));
      return this.#show([...this.list, ...meant]);
    },
  };

  #show(list: Alert[]): Alert[] {
    this.list = list;
    this.engine.publish({ alerts: list });
    return list;
  }

  /** Of a kind that such a thing happens to. */
  #source(kind: Invented, now: number): Source {
    if (kind === 'silent') {
      const source = this.engine.sources[0]!;
      source.last_delivery_at = iso(now - 9 * HOUR);
      return source;
    }
    const [title, preset] =
      kind === 'unanswered' ? ['Asaas', 'asaas'] : ['Formulário de orçamento', 'typeform'];
    const source: Source = {
      ...this.engine.sources[1]!,
      id: `source-of-${kind}`,
      title,
      preset,
      address: `http://127.0.0.1:7322/in/k7f3${kind.replace('_', '')}mnpqrst`,
      last_delivery_at: iso(now - 20 * HOUR),
    };
    this.engine.sources.push(source);
    return source;
  }

  #invent(kind: Invented, source: Source, now: number): AlertWhat {
    const patience = presets(this.engine.options.lang).find(
      (preset) => preset.id === source.preset,
    )?.patience;
    const then = patience?.then ?? 'lost';
    const english = this.engine.options.lang === 'en';
    switch (kind) {
      case 'silent':
        return {
          silent: {
            last_delivery_at: iso(now - 9 * HOUR),
            usual: 6,
            causes: english
              ? [
                  'The webhook was unsubscribed in the app’s settings at Meta.',
                  'The number was moved to another account or lost its verification.',
                  'The access token has expired, and Meta stopped delivering.',
                ]
              : [
                  'A inscrição do webhook foi cancelada nas configurações do aplicativo na Meta.',
                  'O número passou para outra conta ou perdeu a verificação.',
                  'O token de acesso venceu, e a Meta parou de entregar.',
                ],
          },
        };
      case 'unanswered':
        return {
          unanswered: {
            why: english
              ? "Another program has Recado's port, and nothing comes in here."
              : 'Outro programa ocupa a porta do Recado, e aqui nada entra.',
            gives_up_at: iso(now - 68 * MINUTE + (patience?.gives_up_after_minutes ?? 770) * MINUTE),
            then,
          },
        };
      case 'gave_up':
        return { gave_up: { until: iso(now - 2 * HOUR), then, recover: patience?.recover ?? [] } };
    }
  }
}

function is(alert: Alert, kind: AlertKind): boolean {
  return kind in alert.what;
}
