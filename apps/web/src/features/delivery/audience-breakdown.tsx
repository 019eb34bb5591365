import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import type { DeliveryFunnel } from './delivery.api';
import { exclusionsOf, type Exclusion } from './delivery-numbers';
import classes from './audience-breakdown.module.css';

/**
 * From everybody in the group to those who are mailed, one line per reason (C-25). `peopleOf` gives the page that lists
 * the people left out for a reason, once there is such a list.
 */
export function AudienceBreakdown(props: { funnel: DeliveryFunnel; peopleOf?: (reason: Exclusion) => string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { funnel, peopleOf } = props;
  return (
    <dl className={classes.list}>
      <div>
        <dt>
          {t('delivery.funnel.members')}
          <span>{t('delivery.funnel.membersText')}</span>
        </dt>
        <dd>{format.number(funnel.members)}</dd>
      </div>
      {exclusionsOf(funnel).map(({ reason, count }) => (
        <div key={reason} className={classes.less}>
          <dt>
            {t(`delivery.funnel.${reason}`)}
            <span>{t(`delivery.funnel.${reason}Text`)}</span>
          </dt>
          <dd>
            {peopleOf ? <Link to={peopleOf(reason)}>−{format.number(count)}</Link> : <>−{format.number(count)}</>}
          </dd>
        </div>
      ))}
      <div className={classes.total}>
        <dt>{t('delivery.funnel.recipients')}</dt>
        <dd>{format.number(funnel.recipients)}</dd>
      </div>
    </dl>
  );
}
