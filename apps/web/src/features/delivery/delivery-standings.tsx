import { Paper, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { PeopleLink } from '../../ui/people-link';
import { recipientsPath } from '../history/history.api';
import type { Delivery } from './delivery.api';
import { RESULT_OF, standings } from './delivery-numbers';
import classes from './delivery-detail.module.css';

/** 現在の内訳: how many recipients stand where; each number leads to them. */
export function DeliveryStandings({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} mb="xs">
        {t('delivery.detail.counts')}
      </Title>
      <dl className={classes.standings}>
        {standings(delivery.counts).map(({ state, count }) => (
          <div key={state}>
            <dt>{t(`delivery.standing.${state}`)}</dt>
            <dd>
              {delivery.recipientsPruned ? (
                format.number(count)
              ) : (
                <PeopleLink
                  count={count}
                  to={recipientsPath(delivery.id, { result: RESULT_OF[state] })}
                  label={t(`delivery.standing.${state}`)}
                />
              )}
            </dd>
            <dd className={classes.share2}>{format.percent(count, delivery.recipientCount)}</dd>
          </div>
        ))}
      </dl>
    </Paper>
  );
}
