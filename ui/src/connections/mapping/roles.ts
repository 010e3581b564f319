// What a value of another system's payload can be.
import type { MappingRule, Role } from '../../backend/generated';
import { t } from '../../i18n/text.svelte';

export type PlainRole = Extract<Role, string>;

/** In the order they are offered, each with the message that names it. */
const NAMES: Readonly<Record<PlainRole, string>> = {
  name: 'ui-role-name',
  phone: 'ui-role-phone',
  email: 'ui-role-email',
  message: 'ui-role-message',
  appointment_time: 'ui-role-appointment-time',
  amount: 'ui-role-amount',
  external_id: 'ui-role-external-id',
  tag: 'ui-role-tag',
};

export const ROLES = Object.keys(NAMES) as PlainRole[];

export function roleLabel(role: Role): string {
  return typeof role === 'string' ? t(NAMES[role]) : role.field;
}

export function sameRole(a: Role, b: Role): boolean {
  return typeof a === 'string' || typeof b === 'string' ? a === b : a.field === b.field;
}

export function sameRules(a: readonly MappingRule[], b: readonly MappingRule[]): boolean {
  return (
    a.length === b.length && a.every((rule, i) => rule.path === b[i]!.path && sameRole(rule.role, b[i]!.role))
  );
}
