/** Every permission there is, as a word `noun.verb`; roles are sets of them. */
export const PERMISSIONS = [
  'customer.read',
  'customer.write',
  'customer.delete',
  'customer.import',
  'customer.export',
  'customer.erase',
  'field.manage',
  'segment.manage',
  'group.read',
  'group.write',
  'mailing.read',
  'mailing.write',
  'mailing.test-send',
  'delivery.read',
  'delivery.run',
  'history.read',
  'history.export',
  'report.read',
  'sender.manage',
  'setting.manage',
  'user.manage',
  'login-history.read',
  'demo.load',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** The roles every installation starts with (product.md D-22). */
export const BUILT_IN_ROLES: Readonly<Record<'admin' | 'creator', readonly Permission[]>> = {
  admin: PERMISSIONS,
  creator: [
    'customer.read',
    'segment.manage',
    'group.read',
    'mailing.read',
    'mailing.write',
    'mailing.test-send',
    'delivery.read',
    'history.read',
    'report.read',
  ],
};
