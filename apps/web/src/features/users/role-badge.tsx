import type { TFunction } from 'i18next';

/** The name of a role: built-in ones in the reader's language, others as they were named. */
export function roleName(t: TFunction, role: string): string {
  if (role === 'admin') return t('users.role.admin');
  return role === 'creator' ? t('users.role.creator') : role;
}
