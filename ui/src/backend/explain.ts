import { t } from '../i18n/text.svelte';
import { Refused } from './backend';

/** The sentence to show for whatever was thrown at a request. */
export function explain(thrown: unknown): string {
  return thrown instanceof Refused ? thrown.message : t('ui-failure-unknown');
}
