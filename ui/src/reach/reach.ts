// How senders elsewhere reach this computer, as the screen tells it. Times are milliseconds since 1970.
import type { ForwardedHeader, Link, LinkStop, Reach, Source } from '../backend/generated';
import { instant } from '../i18n/format.svelte';

export type Way = 'none' | 'relay' | 'own';

/** By which way the addresses of the connections lead now. */
export function wayInUse(reach: Reach): Way {
  if (reach.own_address !== null) return 'own';
  return reach.tunnel === null ? 'none' : 'relay';
}

/** A link is made anew within seconds as a rule: that long nobody has to hear of it, in milliseconds. */
export const QUIET_MS = 30_000;

/** After so long it is said across the whole window, in milliseconds. */
export const LONG_MS = 5 * 60_000;

/** `connecting` as long as it is nothing to speak of, `away` afterwards. */
export type Standing = 'off' | 'connecting' | 'away' | 'connected' | 'stopped';

export function standing(link: Link, now: number): Standing {
  if (link === 'off') return 'off';
  if ('connected' in link) return 'connected';
  if ('stopped' in link) return 'stopped';
  return now - instant(link.connecting.since) < QUIET_MS ? 'connecting' : 'away';
}

/** Since when there is no link, where that has lasted so long that everybody must know. */
export function longAway(link: Link, now: number): number | null {
  if (link === 'off' || !('connecting' in link)) return null;
  const since = instant(link.connecting.since);
  return now - since < LONG_MS ? null : since;
}

/** What each reason is called, by the message that says it. */
export const STOPS: Readonly<Record<LinkStop, string>> = {
  replaced: 'ui-reach-replaced',
  invitation: 'ui-reach-invitation-refused',
  removed: 'ui-reach-removed',
  other_relay: 'ui-reach-other-relay',
  protocol: 'ui-reach-protocol',
  identity: 'ui-reach-identity',
};

/** How the headers are written where people set them. */
export const HEADERS: Readonly<Record<ForwardedHeader, string>> = {
  'x-forwarded-for': 'X-Forwarded-For',
  'cf-connecting-ip': 'CF-Connecting-IP',
  'x-real-ip': 'X-Real-IP',
  forwarded: 'Forwarded',
};

/** The address that a sender elsewhere is given. */
export type Addressed =
  | { at: 'public'; address: string }
  /** There will be one as soon as the relay knows it. */
  | { at: 'preparing'; standing: Standing }
  | { at: 'here' };

export function addressed(source: Source, reach: Reach, now: number): Addressed {
  if (source.public_address !== null) return { at: 'public', address: source.public_address };
  if (reach.tunnel === null || reach.own_address !== null) return { at: 'here' };
  return { at: 'preparing', standing: standing(reach.tunnel.link, now) };
}

/** The name of a server, without what every web address has. */
export function hostOf(origin: string): string {
  return origin.replace(/^https?:\/\//, '');
}

/** The relay that an opened link invites to; `null` where that cannot be read. */
export function invitedTo(link: string): string | null {
  try {
    const at = /^recado:\/\/relay\b/i.test(link)
      ? new URL(link).searchParams.get('at')
      : /^https?:\/\//i.test(link)
        ? link
        : null;
    if (!at) return null;
    return new URL(at.includes('://') ? at : `https://${at}`).host || null;
  } catch {
    return null;
  }
}
