import { Alert, Button, Paper, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MailingCheck } from './delivery.api';
import classes from './mailing-check-list.module.css';

const PARTS = ['subject', 'text', 'html'] as const;

/** What stops a delivery: findings of severity error. */
export const blockingChecks = (checks: readonly MailingCheck[]): readonly MailingCheck[] =>
  checks.filter((check) => check.severity === 'error');

/** 配信前チェック: errors first, in words; a link leads back to the content. */
export function MailingCheckList(props: { checks: readonly MailingCheck[]; editPath: string }) {
  const { t } = useTranslation();
  const errors = blockingChecks(props.checks);
  const warnings = props.checks.filter((check) => check.severity === 'warning');
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} mb="sm">
        {t('delivery.new.checks')}
      </Title>
      {errors.length > 0 ? (
        <Alert color="red" icon={<IconCircleX />} title={t('delivery.new.blocking', { count: errors.length })} mb="sm">
          <Findings checks={errors} />
          <Button component={Link} to={props.editPath} size="xs" variant="default" mt="sm">
            {t('delivery.new.fix')}
          </Button>
        </Alert>
      ) : null}
      {warnings.length > 0 ? (
        <Alert
          color="yellow"
          icon={<IconAlertTriangle />}
          title={t('delivery.new.warnings', { count: warnings.length })}
        >
          <Findings checks={warnings} />
        </Alert>
      ) : null}
      {props.checks.length === 0 ? (
        <p className={classes.ok}>
          <IconCircleCheck size={18} aria-hidden />
          {t('delivery.new.checksOk')}
        </p>
      ) : null}
    </Paper>
  );
}

function Findings({ checks }: { checks: readonly MailingCheck[] }) {
  const { t, i18n } = useTranslation();
  const textOf = ({ code, params }: MailingCheck) => {
    const key = `mailings.checks.${code}`;
    if (!i18n.exists(key)) return t('mailings.checks.unknown', { code });
    const part = PARTS.find((one) => one === params.part);
    const named = part ? { part: t(`mailings.checks.parts.${part}`) } : {};
    return String(t(key as 'mailings.checks.ok', { ...params, ...named }));
  };
  return (
    <ul className={classes.list}>
      {checks.map((check) => (
        <li key={`${check.code} ${JSON.stringify(check.params)}`}>{textOf(check)}</li>
      ))}
    </ul>
  );
}
