import { Alert, Button, Grid, Paper, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { IconBulb, IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useFormat, type Format } from '../../lib/format';
import { notify } from '../../lib/notify';
import { ConfirmButton } from '../../ui/confirm-button';
import { FactList } from '../../ui/fact-list';
import { PageHeader } from '../../ui/page-header';
import { FormDrawer } from '../../ui/unsaved';
import { groupsQuery } from '../groups/groups.api';
import { useMay } from '../users/session.api';
import {
  customerFieldsQuery,
  customerName,
  fieldValueText,
  type CustomerField,
  type FieldValue,
} from './customer-fields.api';
import { CustomerConsents } from './customer-consents';
import { CustomerEligibility } from './customer-eligibility';
import { CustomerErrorNotice } from './customer-error-notice';
import { CustomerErrors } from './customer-errors';
import { CustomerForm } from './customer-form';
import { CustomerMemberships } from './customer-memberships';
import { CustomerStatusBadge } from './customer-status-badge';
import { CustomerTimeline } from './customer-timeline';
import { EraseButton } from './erase-button';
import { customersQuery, useDeleteCustomer, useUpdateCustomer, type Customer } from './customers.api';

/** One customer: values, groups with their delivery states, and everything that happened. */
export function CustomerDetailPage() {
  const { t } = useTranslation();
  const id = useParams().id ?? '';
  const { data: customer } = useSuspenseQuery(customersQuery.detail(id));
  const { data: fields } = useSuspenseQuery(customerFieldsQuery);
  const name = customerName(customer, fields);
  return (
    <>
      <PageHeader
        title={name}
        subtitle={name === customer.email ? undefined : customer.email}
        badge={<CustomerStatusBadge status={customer.status} />}
        back={[{ to: '/customers', label: t('app.nav.customers') }]}
        actions={<Actions customer={customer} fields={fields} />}
      />
      <Notices customer={customer} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Profile customer={customer} fields={fields} />
          <CustomerMemberships customerId={id} />
          <CustomerConsents customerId={id} />
          <CustomerErrors customerId={id} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <CustomerEligibility customerId={id} />
          <CustomerTimeline customerId={id} />
        </Grid.Col>
      </Grid>
    </>
  );
}

function Profile({ customer, fields }: { customer: Customer; fields: readonly CustomerField[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Paper withBorder p="lg" mb="lg">
      <Title order={2} mb="sm">
        {t('customers.detail.profile')}
      </Title>
      <FactList
        facts={[
          { label: t('customers.form.email'), value: customer.email },
          ...fields.map((field) => ({
            label: field.label,
            value: shownValue({ t, format }, field, customer.fields[field.id]),
          })),
          { label: t('customers.detail.errorCount'), value: format.number(customer.errorCount) },
          { label: t('customers.column.via'), value: t(`customers.via.${customer.registeredVia}`) },
          { label: t('customers.column.createdAt'), value: format.dateTime(customer.createdAt) },
          { label: t('customers.column.updatedAt'), value: format.dateTime(customer.updatedAt) },
        ]}
      />
    </Paper>
  );
}

const shownValue = (
  { t, format }: { t: TFunction; format: Format },
  field: CustomerField,
  value: FieldValue | undefined,
): string => (typeof value === 'number' ? format.number(value) : fieldValueText(t, field, value));

/** What somebody should do about this customer: an address in error, or one that looks mistyped. */
function Notices({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const mayWrite = useMay('customer.write');
  const update = useUpdateCustomer(customer.id);
  return (
    <>
      <CustomerErrorNotice customer={customer} />
      {customer.suggestedEmail !== null && mayWrite ? (
        <Alert color="yellow" mb="md" icon={<IconBulb />}>
          {t('customers.detail.suggested')}{' '}
          <ConfirmButton
            label={t('customers.detail.useSuggested', { email: customer.suggestedEmail })}
            button={{ variant: 'subtle', size: 'compact-sm' }}
            title={t('customers.detail.suggestedTitle')}
            text={t('customers.detail.suggestedText', { from: customer.email, to: customer.suggestedEmail })}
            confirmLabel={t('customers.detail.useSuggested', { email: customer.suggestedEmail })}
            onConfirm={async () => {
              await update.mutateAsync({ email: customer.suggestedEmail ?? '' });
              notify(t('customers.detail.suggestedDone'));
            }}
          />
        </Alert>
      ) : null}
    </>
  );
}

function Actions({ customer, fields }: { customer: Customer; fields: readonly CustomerField[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [editing, drawer] = useDisclosure(false);
  const mayWrite = useMay('customer.write');
  const mayDelete = useMay('customer.delete');
  const mayErase = useMay('customer.erase');
  const remove = useDeleteCustomer(customer.id);
  const update = useUpdateCustomer(customer.id);
  const { data: memberships } = useQuery(groupsQuery.membershipsOf(customer.id));
  return (
    <>
      {mayWrite ? (
        <Button variant="default" leftSection={<IconPencil size={16} />} onClick={drawer.open}>
          {t('app.action.edit')}
        </Button>
      ) : null}
      {mayDelete ? (
        <ConfirmButton
          label={t('app.action.delete')}
          button={{ variant: 'default', leftSection: <IconTrash size={16} /> }}
          danger
          title={t('customers.detail.deleteTitle')}
          text={t('customers.detail.deleteText', { email: customer.email, count: memberships?.length ?? 0 })}
          confirmLabel={t('customers.detail.deleteConfirm')}
          onConfirm={async () => {
            await remove.mutateAsync(async () => navigate('/customers', { replace: true }));
            notify(t('app.state.deleted'));
          }}
        />
      ) : null}
      {mayErase ? (
        <EraseButton customerId={customer.id} email={customer.email} groupCount={memberships?.length ?? 0} />
      ) : null}
      <FormDrawer opened={editing} onClose={drawer.close} size="lg" title={t('customers.detail.editTitle')}>
        {(close) => (
          <CustomerForm
            fields={fields}
            initial={customer}
            submitLabel={t('app.action.save')}
            error={update.error}
            isPending={update.isPending}
            onCancel={close}
            onSubmit={async (input) => {
              await update.mutateAsync(input);
              notify(t('app.state.saved'));
              drawer.close();
            }}
          />
        )}
      </FormDrawer>
    </>
  );
}
