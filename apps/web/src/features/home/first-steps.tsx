import { Button, Paper, Title, VisuallyHidden } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useUser, type Permission } from '../users/session.api';
import type { Home } from './home.api';
import classes from './first-steps.module.css';

interface Step {
  readonly key: 'sender' | 'legal' | 'customers' | 'group' | 'mailing' | 'delivery';
  readonly done: boolean;
  readonly to: string;
  readonly permission: Permission;
}

const stepsOf = (steps: Home['firstSteps']): readonly Step[] => [
  { key: 'sender', done: steps.hasSenderAddress, to: '/settings', permission: 'sender.manage' },
  { key: 'legal', done: steps.hasLegalSender, to: '/settings', permission: 'setting.manage' },
  { key: 'group', done: steps.hasGroup, to: '/groups/new', permission: 'group.write' },
  { key: 'customers', done: steps.hasCustomers, to: '/imports/new', permission: 'customer.import' },
  { key: 'mailing', done: steps.hasMailing, to: '/mailings/new', permission: 'mailing.write' },
  { key: 'delivery', done: steps.hasDelivery, to: '/mailings', permission: 'delivery.run' },
];

/** はじめの一歩: what to do, in order, until the first delivery; what is done is ticked. */
export function FirstSteps({ steps }: { steps: Home['firstSteps'] }) {
  const { t } = useTranslation();
  const user = useUser();
  const all = stepsOf(steps).filter((step) => user?.permissions.includes(step.permission));
  const next = all.find((step) => !step.done)?.key;
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} mb={4}>
        {t('home.steps.title')}
      </Title>
      <ol className={classes.steps}>
        {all.map((step, index) => (
          <li
            key={step.key}
            className={classes.step}
            data-state={step.done ? 'done' : step.key === next ? 'next' : 'later'}
          >
            <span className={classes.mark} aria-hidden>
              {step.done ? <IconCheck size={16} stroke={3} /> : index + 1}
            </span>
            <span className={classes.text}>
              <span className={classes.title}>
                {t(`home.steps.${step.key}.title`)}
                {step.done ? <VisuallyHidden>{t('home.steps.done')}</VisuallyHidden> : null}
              </span>
              {step.done ? null : <span className={classes.hint}>{t(`home.steps.${step.key}.text`)}</span>}
            </span>
            {step.done ? null : (
              <Button component={Link} to={step.to} size="xs" variant={step.key === next ? 'filled' : 'default'}>
                {t(`home.steps.${step.key}.action`)}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Paper>
  );
}
