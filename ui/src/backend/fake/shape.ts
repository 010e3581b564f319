// A form of the site that was rebuilt while nobody looked: `?alerts=shape_changed`.
import type { Applied, Mapping, Rehearsal, ShapeComparison, SourceId } from '../generated';
import type { FakeEngine } from './engine';
import type { Handlers } from './handlers';
import { guessed } from './mapping';
import { iso } from './people';

/** The source whose form it is. */
const SITE = 'Site';

/** How many came since. */
const BROKEN = 17;

/** Of these, how many named nobody. */
const LOST = 12;

const DAY = 24 * 3_600_000;

const BEFORE = {
  formulario: { id: 418, titulo: 'Orçamento pelo site' },
  campo_1: 'Rita Fontes',
  campo_2: '(19) 98888-7777',
  campo_3: 'rita@exemplo.com.br',
  campo_4: 'Bom dia, vocês atendem pelo meu plano? Preciso trocar uma coroa.',
  campo_5: 'Unimed',
  aceitou_termos: true,
};

const AFTER = {
  formulario: { id: 431, titulo: 'Orçamento pelo site' },
  contato: { nome_completo: 'Carlos Menezes', whatsapp: '(19) 99999-9999' },
  campo_3: 'carlos@exemplo.com.br',
  como_podemos_ajudar: 'Quero agendar uma avaliação para clareamento, de preferência de manhã.',
  plano: 'Bradesco',
  aceitou_termos: true,
  pagina: 'https://clinicasorriso.example/orcamento',
};

const MAPPING: Mapping = {
  rules: [
    { path: '/campo_1', role: 'name' },
    { path: '/campo_2', role: 'phone' },
    { path: '/campo_3', role: 'email' },
    { path: '/campo_4', role: 'message' },
    { path: '/campo_5', role: { field: 'Convênio' } },
  ],
};

export class FakeShape {
  #engine: FakeEngine;
  #source: SourceId | null = null;

  constructor(engine: FakeEngine) {
    this.#engine = engine;
    const site = engine.sources.find((source) => source.title === SITE);
    if (!site || !engine.options.alerts?.includes('shape_changed')) return;
    this.#source = site.id;
    engine.alerts.list.push({
      source_id: site.id,
      source: site.title,
      since: iso(Date.now() - 3 * DAY),
      what: {
        shape_changed: {
          gone: ['campo_1', 'campo_2', 'campo_4', 'campo_5'],
          new: ['nome_completo', 'whatsapp', 'como_podemos_ajudar', 'plano', 'pagina'],
          deliveries: BROKEN,
        },
      },
    });
    const own = engine.connections.setUp(site.id);
    own.mapping = MAPPING;
    own.payload = AFTER;
    own.unmatched = LOST;
  }

  readonly handlers: Handlers = {
    ShowShapeChange: ({ source }) => (this.#isTold(source) ? comparison(source, Date.now()) : null),
  };

  /** What saving a mapping would do to what came broken. */
  rehearse(source: SourceId, mapping: Mapping): Pick<Rehearsal, 'broken' | 'mended'> {
    if (!this.#isTold(source)) return { broken: 0, mended: 0 };
    return { broken: BROKEN, mended: finds(mapping) ? BROKEN : 0 };
  }

  /** A mapping was saved that may follow the new shape. */
  saved(source: SourceId, mapping: Mapping): Applied | null {
    if (!this.#isTold(source) || !finds(mapping)) return null;
    this.#engine.connections.setUp(source).unmatched = 0;
    this.#engine.alerts.handlers.DismissAlert!({ source, kind: 'shape_changed' });
    return { deliveries: BROKEN, recovered: LOST, completed: BROKEN - LOST };
  }

  /** Whether the owner has not put it aside. */
  #isTold(source: SourceId): boolean {
    const alerts = this.#engine.alerts.list.filter((alert) => alert.source_id === source);
    return source === this.#source && alerts.some((alert) => 'shape_changed' in alert.what);
  }
}

function finds(mapping: Mapping): boolean {
  return mapping.rules.some((rule) => rule.path.startsWith('/contato/'));
}

function comparison(source: SourceId, now: number): ShapeComparison {
  const kept = MAPPING.rules.filter((rule) => rule.path === '/campo_3');
  return {
    since: iso(now - 3 * DAY),
    deliveries: BROKEN,
    before: {
      delivery: 'd-before',
      received_at: iso(now - 3 * DAY - 7_200_000),
      tree: BEFORE,
      read: MAPPING.rules,
    },
    after: {
      delivery: `last-of-${source}`,
      received_at: iso(now - 1_500_000),
      tree: AFTER,
      read: [...kept, ...guessed(AFTER).rules],
    },
    mapping: MAPPING,
    kept,
    gone: [
      {
        path: '/campo_1',
        name: 'campo_1',
        role: 'name',
        proposed: { path: '/contato/nome_completo', name: 'nome_completo', sure: true },
      },
      {
        path: '/campo_2',
        name: 'campo_2',
        role: 'phone',
        proposed: { path: '/contato/whatsapp', name: 'whatsapp', sure: true },
      },
      {
        path: '/campo_4',
        name: 'campo_4',
        role: 'message',
        proposed: { path: '/como_podemos_ajudar', name: 'como_podemos_ajudar', sure: false },
      },
      { path: '/campo_5', name: 'campo_5', role: { field: 'Convênio' }, proposed: null },
    ],
    new: [
      { path: '/contato/nome_completo', name: 'nome_completo', role: null },
      { path: '/contato/whatsapp', name: 'whatsapp', role: null },
      { path: '/como_podemos_ajudar', name: 'como_podemos_ajudar', role: null },
      { path: '/plano', name: 'plano', role: null },
      { path: '/pagina', name: 'pagina', role: null },
    ],
  };
}
