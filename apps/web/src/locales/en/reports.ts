import type { reports as ja } from '../ja/reports';
import type { Shape } from '../shape';

export const reports: Shape<typeof ja> = {
  title: 'Reports',
  subtitle: '{{deliveries}} deliveries started {{from}} – {{to}}',
  period: { label: 'Period', '30d': '30 days', '90d': '90 days', '365d': '1 year' },
  group: 'All groups',
  kpi: {
    deliveries: 'Deliveries',
    recipients: 'Recipients',
    successRate: 'Success rate',
    openRate: 'Open rate',
    clickRate: 'Click rate',
    unsubscribeRate: 'Unsubscribe rate',
  },
  trend: {
    title: 'Deliveries and responses',
    subtitle: 'One column a delivery, oldest first',
    success: 'Succeeded',
    openRate: 'Open rate',
    clickRate: 'Click rate',
    delivery: 'Delivery',
    newest: 'Showing the newest {{count, number}}',
  },
  list: {
    title: 'Each delivery',
    subject: 'Subject',
    startedAt: 'Delivered at',
    group: 'Group',
    success: 'Succeeded',
    opened: 'Open rate',
    clicked: 'Click rate',
    errors: 'Error rate',
    unsubscribed: 'Stops',
  },
  empty: 'Nothing was delivered in this period',
  emptyText: 'Choose a longer period, or deliver a mail.',
  longer: 'See one year',
};
