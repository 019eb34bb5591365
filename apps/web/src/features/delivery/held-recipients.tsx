import { Alert, Group, Stack, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconHelpCircle } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, type Format } from '../../lib/format';
import { notify } from '../../lib/notify';
import { ConfirmButton, ConfirmDialog } from '../../ui/confirm-button';
import { DataTable, type Column } from '../../ui/data-table';
import { NameCell } from '../../ui/name-cell';
import { useRowList } from '../../ui/row-list';
import { useMay } from '../users/session.api';
import { deliveriesQuery, useDecideHeld, type HeldDecision, type HeldRecipient } from './delivery.api';
import classes from './delivery-detail.module.css';

interface Choice {
  readonly recipient: HeldRecipient;
  readonly decision: HeldDecision;
}

const idOf = (recipient: HeldRecipient) => recipient.id;
const WORD = { resend: 'resend', 'give-up': 'giveUp' } as const satisfies Record<HeldDecision, string>;

/** 保留中の宛先: nobody can know whether they got the mail; an operator sends again or gives up, one by one or for all. */
export function HeldRecipients({ deliveryId, count }: { deliveryId: string; count: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayRun = useMay('delivery.run');
  const list = useRowList(useInfiniteQuery(deliveriesQuery.held(deliveryId)));
  const decide = useDecideHeld(deliveryId);
  const [choice, setChoice] = useState<Choice | null>(null);
  const columns = useMemo(() => heldColumns(t, format, mayRun ? setChoice : null), [t, format, mayRun]);
  const settle = async (given: { recipientId?: string; decision: HeldDecision }) => {
    const { decidedCount } = await decide.mutateAsync(given);
    notify(t('delivery.held.decided', { count: decidedCount }));
  };
  return (
    <section>
      <Title order={2} mb="xs">
        {t('delivery.held.title')}
      </Title>
      <Stack gap="sm">
        <Alert color="yellow" icon={<IconHelpCircle />} title={t('delivery.held.heading', { count })}>
          {t('delivery.held.text')}
          {mayRun ? (
            <Group gap={8} mt="sm">
              {(['resend', 'give-up'] as const).map((decision) => (
                <ConfirmButton
                  key={decision}
                  label={t(`delivery.held.${WORD[decision]}All`)}
                  button={{ size: 'xs', variant: 'default' }}
                  title={t(`delivery.held.${WORD[decision]}AllTitle`, { count })}
                  text={t(`delivery.held.${WORD[decision]}AllText`, { count })}
                  confirmLabel={t(`delivery.held.${WORD[decision]}All`)}
                  danger
                  onConfirm={() => settle({ decision })}
                />
              ))}
            </Group>
          ) : null}
        </Alert>
        <DataTable
          label={t('delivery.held.title')}
          layout="fixed"
          maxHeight={400}
          columns={columns}
          list={list}
          rowKey={idOf}
          empty={null}
        />
      </Stack>
      {choice ? (
        <ConfirmDialog
          opened
          onClose={() => setChoice(null)}
          title={t(`delivery.held.${WORD[choice.decision]}Title`)}
          text={t(`delivery.held.${WORD[choice.decision]}Text`, { email: choice.recipient.email })}
          confirmLabel={t(`delivery.held.${WORD[choice.decision]}`)}
          danger
          onConfirm={() => settle({ recipientId: choice.recipient.id, decision: choice.decision })}
        />
      ) : null}
    </section>
  );
}

function heldColumns(
  t: TFunction,
  format: Format,
  choose: ((choice: Choice) => void) | null,
): readonly Column<HeldRecipient>[] {
  const columns: Column<HeldRecipient>[] = [
    {
      key: 'email',
      header: t('delivery.held.email'),
      width: 'minmax(200px, 2fr)',
      cell: (recipient) => <NameCell name={recipient.email} to={`/customers/${recipient.customerId}`} />,
    },
    {
      key: 'attempts',
      header: t('delivery.held.attempts'),
      width: '96px',
      align: 'end',
      wideOnly: true,
      cell: (recipient) => format.number(recipient.attemptCount),
    },
    {
      key: 'lastAttempt',
      header: t('delivery.held.lastAttempt'),
      width: '140px',
      wideOnly: true,
      cell: (recipient) => format.dateTime(recipient.lastAttemptAt),
    },
    {
      key: 'detail',
      header: t('delivery.held.detail'),
      width: 'minmax(140px, 2fr)',
      wideOnly: true,
      cell: (recipient) => recipient.detail ?? '—',
    },
  ];
  if (choose)
    columns.push({
      key: 'decide',
      header: t('delivery.held.decide'),
      width: '190px',
      cell: (recipient) => (
        <span className={classes.decide}>
          {(['resend', 'give-up'] as const).map((decision) => (
            <button key={decision} type="button" onClick={() => choose({ recipient, decision })}>
              {t(`delivery.held.${WORD[decision]}`)}
            </button>
          ))}
        </span>
      ),
    });
  return columns;
}
