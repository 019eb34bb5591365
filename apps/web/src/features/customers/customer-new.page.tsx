import { Fieldset, Paper } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { notify } from '../../lib/notify';
import { PageHeader } from '../../ui/page-header';
import { ConsentFields, toConsentInput, useEmptyConsent } from './consent-fields';
import { customerFieldsQuery } from './customer-fields.api';
import { CustomerForm } from './customer-form';
import { useCreateCustomer } from './customers.api';

/** One new customer, by hand. */
export function CustomerNewPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: fields } = useSuspenseQuery(customerFieldsQuery);
  const create = useCreateCustomer();
  const [emptyConsent] = useState(useEmptyConsent());
  const [consent, setConsent] = useState(emptyConsent);
  return (
    <>
      <PageHeader title={t('customers.new.title')} back={[{ to: '/customers', label: t('app.nav.customers') }]} />
      <Paper withBorder p="lg" maw={640}>
        <CustomerForm
          fields={fields}
          submitLabel={t('customers.new.submit')}
          error={create.error}
          isPending={create.isPending}
          isMoreChanged={consent !== emptyConsent}
          onCancel={() => void navigate('/customers')}
          onSubmit={async (input) => {
            const given = toConsentInput(consent);
            const customer = await create.mutateAsync({ email: '', ...input, ...(given ? { consent: given } : {}) });
            notify(t('customers.new.done'));
            await navigate(`/customers/${customer.id}`);
          }}
        >
          <Fieldset legend={<b>{t('person.consents.form.legend')}</b>} mt="xs">
            <ConsentFields value={consent} onChange={setConsent} optional />
          </Fieldset>
        </CustomerForm>
      </Paper>
    </>
  );
}
