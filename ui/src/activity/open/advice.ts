// Why a delivery came to what it did, and what a person can do about it.
import type { Delivery, SourceDetails, Verdict } from '../../backend/generated';

export type Deed = 'secret' | 'key' | 'teach' | 'resume' | 'settings' | 'first';

export interface Advice {
  /** Ids of messages: a few words, then sentences. */
  title: string;
  texts: readonly string[];
  deed: Deed | null;
}

const TITLES: Record<Verdict, string> = {
  accepted: 'ui-activity-why-accepted',
  duplicate: 'ui-activity-why-duplicate',
  ignored: 'ui-activity-why-ignored',
  unmatched: 'ui-activity-why-unmatched',
  paused: 'ui-activity-why-paused',
  handshake: 'ui-activity-why-handshake',
  malformed: 'ui-activity-why-malformed',
  refused: 'ui-activity-why-refused',
  limited: 'ui-activity-why-limited',
};

/** `source` is `null` while it is not known how the source is set up, and where it was removed. */
export function advice(delivery: Delivery, source: SourceDetails | null, canApply: boolean): Advice {
  const title = TITLES[delivery.verdict];
  if (delivery.pending) {
    const lacks = source !== null && source.preset.access_token !== null && !source.has_access_token;
    return {
      title: 'ui-activity-why-pending',
      texts: [lacks ? 'ui-activity-why-pending-key' : 'ui-activity-why-pending-text'],
      deed: lacks ? 'key' : null,
    };
  }
  switch (delivery.verdict) {
    case 'accepted':
      return delivery.events.length > 0
        ? { title, texts: ['ui-activity-why-accepted-text'], deed: null }
        : { title: 'ui-activity-why-filed', texts: [], deed: null };
    case 'duplicate':
      return {
        title,
        texts: ['ui-activity-why-duplicate-text'],
        deed: delivery.duplicate_of === null ? null : 'first',
      };
    case 'ignored':
      return { title, texts: ['ui-activity-why-ignored-text'], deed: null };
    case 'unmatched': {
      const teachable = source?.preset.id === 'other';
      return {
        title,
        texts: [teachable ? 'ui-activity-why-unmatched-teach' : 'ui-activity-why-unmatched-text'],
        deed: teachable ? 'teach' : null,
      };
    }
    case 'paused':
      return { title, texts: ['ui-activity-why-paused-text'], deed: source === null ? null : 'resume' };
    case 'handshake':
      return { title, texts: ['ui-activity-why-handshake-text'], deed: null };
    case 'malformed':
      return { title, texts: ['ui-activity-why-malformed-text'], deed: null };
    case 'refused':
      return {
        title,
        texts: [
          'ui-activity-why-refused-text',
          ...(canApply && source !== null ? ['ui-activity-why-refused-kept'] : []),
        ],
        deed: source === null ? null : 'secret',
      };
    case 'limited':
      return { title, texts: ['ui-activity-why-limited-text'], deed: 'settings' };
  }
}
