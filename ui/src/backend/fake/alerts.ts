// What the owner should know of the sources, invented: `?alerts=shape_changed,silent,…`.
import type { Alert, AlertKind } from '../generated';
import type { FakeEngine } from './engine';
import type { Handlers } from './handlers';

export class FakeAlerts {
  list: Alert[] = [];

  constructor(readonly engine: FakeEngine) {}

  readonly handlers: Handlers = {
    ListAlerts: () => this.list,
    DismissAlert: ({ source, kind }) => {
      this.list = this.list.filter((alert) => alert.source_id !== source || !is(alert, kind));
      this.engine.publish({ alerts: this.list });
      return this.list;
    },
  };
}

function is(alert: Alert, kind: AlertKind): boolean {
  return kind in alert.what;
}
