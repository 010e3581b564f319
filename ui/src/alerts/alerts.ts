// What the owner should know of the connections: telling the kinds apart, and letting one go.
import type { App } from '../app/app.svelte';
import { explain } from '../backend/explain';
import type { Alert, AlertKind, Source, SourceId } from '../backend/generated';
import { t } from '../i18n/text.svelte';

export function kindOf({ what }: Alert): AlertKind {
  if ('silent' in what) return 'silent';
  if ('shape_changed' in what) return 'shape_changed';
  return 'unanswered' in what ? 'unanswered' : 'gave_up';
}

/** What is told of one connection: what runs out first. */
export function alertsOf(alerts: readonly Alert[], source: SourceId): Alert[] {
  const ORDER: readonly AlertKind[] = ['unanswered', 'gave_up', 'silent', 'shape_changed'];
  return alerts
    .filter((alert) => alert.source_id === source)
    .toSorted((a, b) => ORDER.indexOf(kindOf(a)) - ORDER.indexOf(kindOf(b)));
}

/** The connections that the owner should look at. */
export function alerted(alerts: readonly Alert[], sources: readonly Source[]): Source[] {
  return sources.filter((source) => alerts.some((alert) => alert.source_id === source.id));
}

/** What it is, in a line. */
export function titleOf({ what }: Alert): string {
  if ('silent' in what) return t('ui-alert-silent');
  if ('shape_changed' in what) return t('ui-alert-shape');
  if ('unanswered' in what) return t('ui-alert-unanswered');
  return t('ui-alert-gave-up', { then: what.gave_up.then });
}

/** The owner has seen to it. It can be taken back for as long as the notice stands there. */
export async function dismiss(app: App, alert: Alert): Promise<void> {
  const named = { source: alert.source_id, kind: kindOf(alert) };
  try {
    app.alerts = await app.backend.ask('DismissAlert', named);
  } catch (thrown) {
    app.toaster.show(explain(thrown), { tone: 'bad' });
    return;
  }
  app.toaster.show(t('ui-alert-dismissed', { source: alert.source }), {
    key: 'alert',
    action: { label: t('ui-undo'), run: () => restore(app, named) },
  });
}

async function restore(app: App, named: { source: SourceId; kind: AlertKind }): Promise<void> {
  try {
    app.alerts = await app.backend.ask('RestoreAlert', named);
  } catch (thrown) {
    app.toaster.show(explain(thrown), { key: 'alert', tone: 'bad' });
  }
}
