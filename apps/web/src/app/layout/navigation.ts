import {
  IconAdjustments,
  IconBookmark,
  IconChartBar,
  IconFingerprint,
  IconHistory,
  IconHome,
  IconListDetails,
  IconMail,
  IconShieldHalf,
  IconSignature,
  IconUpload,
  IconUsers,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react';
import type { Permission } from '../../features/users/session.api';
import type { NavKey } from '../routes';

export interface NavItem {
  readonly to: string;
  readonly label: NavKey;
  readonly icon: TablerIcon;
  readonly permission?: Permission;
  /** other paths under which this item is marked as current */
  readonly also?: readonly string[];
}

export interface NavGroup {
  readonly label: NavKey | null;
  readonly items: readonly NavItem[];
}

/** The main menu, in order; what the role may not see is left out by `visibleNavigation`. */
const NAVIGATION: readonly NavGroup[] = [
  { label: null, items: [{ to: '/', label: 'app.nav.home', icon: IconHome }] },
  {
    label: 'app.nav.delivery',
    items: [
      { to: '/mailings', label: 'app.nav.mailings', icon: IconMail, permission: 'mailing.read' },
      {
        to: '/history',
        label: 'app.nav.deliveries',
        icon: IconHistory,
        permission: 'history.read',
        also: ['/deliveries'],
      },
    ],
  },
  {
    label: 'app.nav.audience',
    items: [
      { to: '/customers', label: 'app.nav.customers', icon: IconUsers, permission: 'customer.read' },
      { to: '/groups', label: 'app.nav.groups', icon: IconUsersGroup, permission: 'group.read' },
      { to: '/segments', label: 'app.nav.segments', icon: IconBookmark, permission: 'customer.read' },
      { to: '/imports', label: 'app.nav.imports', icon: IconUpload, permission: 'customer.import' },
      { to: '/customer-fields', label: 'app.nav.customerFields', icon: IconListDetails, permission: 'field.manage' },
      {
        to: '/privacy',
        label: 'app.nav.privacy',
        icon: IconSignature,
        permission: 'customer.export',
        also: ['/erasures'],
      },
    ],
  },
  {
    label: 'app.nav.analysis',
    items: [{ to: '/reports', label: 'app.nav.reports', icon: IconChartBar, permission: 'report.read' }],
  },
  {
    label: 'app.nav.admin',
    items: [
      { to: '/users', label: 'app.nav.users', icon: IconShieldHalf, permission: 'user.manage' },
      { to: '/settings', label: 'app.nav.settings', icon: IconAdjustments, permission: 'setting.manage' },
      { to: '/login-history', label: 'app.nav.loginHistory', icon: IconFingerprint, permission: 'login-history.read' },
    ],
  },
];

/** The menu of somebody with these permissions; a group without items disappears. */
export function visibleNavigation(permissions: readonly Permission[]): readonly NavGroup[] {
  return NAVIGATION.map((group) => ({
    ...group,
    items: group.items.filter((item) => item.permission === undefined || permissions.includes(item.permission)),
  })).filter((group) => group.items.length > 0);
}

/** Whether the item stands for the page at `pathname`. */
export function isCurrent(item: NavItem, pathname: string): boolean {
  const covers = (path: string) => pathname === path || (path !== '/' && pathname.startsWith(`${path}/`));
  return covers(item.to) || (item.also?.some(covers) ?? false);
}
