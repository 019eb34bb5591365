import type { ComponentType } from 'react';
import type { Permission } from '../features/users/session.api';
import type { ja } from '../locales/ja/index';

/** The key of a navigation word, which is also the page's name in Ctrl-K. */
export type NavKey = `app.nav.${Extract<keyof typeof ja.app.nav, string>}`;

/** One URL of the dashboard: its page (loaded when first opened), who may see it, and its name where it has one in the menu. */
export interface PageRoute {
  readonly path: string;
  readonly permission?: Permission;
  readonly title?: NavKey;
  readonly page: () => Promise<ComponentType>;
}

/** Pages for those who are not signed in. */
export const PUBLIC_PAGES: readonly PageRoute[] = [
  { path: '/sign-in', page: async () => (await import('../features/users/sign-in.page')).SignInPage },
  { path: '/setup', page: async () => (await import('../features/users/setup.page')).SetupPage },
];

/** Pages inside the shell. */
export const PAGES: readonly PageRoute[] = [
  { path: '/', title: 'app.nav.home', page: async () => (await import('../features/home/home.page')).HomePage },

  {
    path: '/mailings',
    title: 'app.nav.mailings',
    permission: 'mailing.read',
    page: async () => (await import('../features/mailings/mailings-list.page')).MailingsListPage,
  },
  {
    path: '/mailings/new',
    permission: 'mailing.write',
    page: async () => (await import('../features/mailings/mailing-new.page')).MailingNewPage,
  },
  {
    path: '/mailings/:id/edit',
    permission: 'mailing.write',
    page: async () => (await import('../features/mailings/mailing-edit.page')).MailingEditPage,
  },
  {
    path: '/mailings/:id',
    permission: 'mailing.write',
    page: async () => (await import('../features/mailings/mailing-open.page')).MailingOpenPage,
  },

  {
    path: '/customers',
    title: 'app.nav.customers',
    permission: 'customer.read',
    page: async () => (await import('../features/customers/customers-list.page')).CustomersListPage,
  },
  {
    path: '/customers/new',
    permission: 'customer.write',
    page: async () => (await import('../features/customers/customer-new.page')).CustomerNewPage,
  },
  {
    path: '/customers/:id',
    permission: 'customer.read',
    page: async () => (await import('../features/customers/customer-detail.page')).CustomerDetailPage,
  },
  {
    path: '/customer-fields',
    title: 'app.nav.customerFields',
    permission: 'field.manage',
    page: async () => (await import('../features/customers/customer-fields.page')).CustomerFieldsPage,
  },
  {
    path: '/segments',
    title: 'app.nav.segments',
    permission: 'customer.read',
    page: async () => (await import('../features/customers/segments-list.page')).SegmentsListPage,
  },

  {
    path: '/privacy',
    title: 'app.nav.privacy',
    permission: 'customer.export',
    page: async () => (await import('../features/customers/privacy.page')).PrivacyPage,
  },
  {
    path: '/erasures/:id',
    permission: 'customer.erase',
    page: async () => (await import('../features/customers/erasure-detail.page')).ErasureDetailPage,
  },

  {
    path: '/groups',
    title: 'app.nav.groups',
    permission: 'group.read',
    page: async () => (await import('../features/groups/groups-list.page')).GroupsListPage,
  },
  {
    path: '/groups/new',
    permission: 'group.write',
    page: async () => (await import('../features/groups/group-new.page')).GroupNewPage,
  },
  {
    path: '/groups/:id',
    permission: 'group.read',
    page: async () => (await import('../features/groups/group-detail.page')).GroupDetailPage,
  },

  {
    path: '/imports',
    title: 'app.nav.imports',
    permission: 'customer.import',
    page: async () => (await import('../features/imports/imports-list.page')).ImportsListPage,
  },
  {
    path: '/imports/new',
    permission: 'customer.import',
    page: async () => (await import('../features/imports/import-new.page')).ImportNewPage,
  },
  {
    path: '/imports/:id',
    permission: 'customer.import',
    page: async () => (await import('../features/imports/import-detail.page')).ImportDetailPage,
  },

  {
    path: '/mailings/:id/deliver',
    permission: 'delivery.read',
    page: async () => (await import('../features/delivery/delivery-new.page')).DeliveryNewPage,
  },
  {
    path: '/deliveries',
    permission: 'delivery.read',
    page: async () => (await import('../features/delivery/deliveries-list.page')).DeliveriesListPage,
  },
  {
    path: '/deliveries/:id',
    permission: 'delivery.read',
    page: async () => (await import('../features/delivery/delivery-detail.page')).DeliveryDetailPage,
  },
  {
    path: '/history',
    title: 'app.nav.deliveries',
    permission: 'history.read',
    page: async () => (await import('../features/history/history-list.page')).HistoryListPage,
  },
  {
    path: '/history/:deliveryId',
    permission: 'history.read',
    page: async () => (await import('../features/history/history-detail.page')).HistoryDetailPage,
  },
  {
    path: '/reports',
    title: 'app.nav.reports',
    permission: 'report.read',
    page: async () => (await import('../features/reports/reports-overview.page')).ReportsOverviewPage,
  },

  {
    path: '/reports/records',
    permission: 'report.read',
    page: async () => (await import('../features/reports/record-counts.page')).RecordCountsPage,
  },

  {
    path: '/users',
    title: 'app.nav.users',
    permission: 'user.manage',
    page: async () => (await import('../features/users/users-list.page')).UsersListPage,
  },
  {
    path: '/login-history',
    title: 'app.nav.loginHistory',
    permission: 'login-history.read',
    page: async () => (await import('../features/users/login-history.page')).LoginHistoryPage,
  },
  {
    path: '/settings',
    title: 'app.nav.settings',
    permission: 'setting.manage',
    page: async () => (await import('../features/settings/settings.page')).SettingsPage,
  },
];
