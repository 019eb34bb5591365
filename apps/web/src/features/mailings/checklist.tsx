import { Button, Stack, Text } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { i18n as I18n, TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './checklist.module.css';
import { remedyOf, type Place } from './check-remedies';
import type { MailFormat, MailingCheck } from './mailings.api';

/** What is wrong with the mailing, worst first, each with a way to it. */
export function Checklist(props: {
  checks: readonly MailingCheck[];
  format: MailFormat;
  onJump: (place: Place) => void;
  onInsertUnsubscribe: () => void;
  onTest: () => void;
}) {
  const { t } = useTranslation();
  const errors = props.checks.filter((check) => check.severity === 'error');
  const warnings = props.checks.filter((check) => check.severity === 'warning');
  if (props.checks.length === 0)
    return (
      <p className={classes.ok}>
        <IconCircleCheck size={20} aria-hidden />
        {t('mailings.checks.ok')}
      </p>
    );
  return (
    <Stack gap={0}>
      <ul className={classes.list}>
        {[...errors, ...warnings].map((check) => (
          <Item key={JSON.stringify(check)} {...props} check={check} />
        ))}
      </ul>
      {errors.length > 0 ? (
        <Text size="xs" c="dimmed" p="sm">
          {t('mailings.checks.errorHint')}
        </Text>
      ) : null}
    </Stack>
  );
}

function Item(props: {
  check: MailingCheck;
  format: MailFormat;
  onJump: (place: Place) => void;
  onInsertUnsubscribe: () => void;
  onTest: () => void;
}) {
  const { check } = props;
  const { t, i18n } = useTranslation();
  const isError = check.severity === 'error';
  return (
    <li className={classes.item} data-severity={check.severity}>
      <span className={classes.icon}>
        {isError ? <IconAlertCircle size={18} aria-hidden /> : <IconAlertTriangle size={18} aria-hidden />}
        <span className={classes.hidden}>{t(`mailings.checks.${check.severity}`)}</span>
      </span>
      <span className={classes.text}>{checkText(check, props.format, t, i18n)}</span>
      <Remedy {...props} />
    </li>
  );
}

function Remedy(props: Parameters<typeof Item>[0]) {
  const { t } = useTranslation();
  const remedy = remedyOf(props.check);
  const button = (label: string, onClick: () => void) => (
    <Button size="compact-xs" variant="default" onClick={onClick}>
      {label}
    </Button>
  );
  if (remedy === null) return null;
  if (remedy === 'insert-unsubscribe') return button(t('mailings.checks.fix'), props.onInsertUnsubscribe);
  if (remedy === 'test-send') return button(t('mailings.checks.openTest'), props.onTest);
  if (remedy === 'settings')
    return (
      <Button component={Link} to="/settings" size="compact-xs" variant="default">
        {t('mailings.checks.openSettings')}
      </Button>
    );
  return button(t('mailings.checks.jump'), () => props.onJump(remedy));
}

/** The sentence of a finding; codes this version does not know are still shown. */
export function checkText(check: MailingCheck, format: MailFormat, t: TFunction, i18n: I18n): string {
  const key = `mailings.checks.${check.code}`;
  if (!i18n.exists(key)) return t('mailings.checks.unknown', { code: check.code });
  const named = String(check.params['part'] ?? '');
  // of a text mail the text is no version: it is the body
  const part = named === 'text' && format === 'text' ? 'body' : named;
  const partName = i18n.exists(`mailings.checks.parts.${part}`)
    ? t(`mailings.checks.parts.${part}` as 'mailings.checks.parts.html')
    : part;
  return String(t(key as 'mailings.checks.ok', { ...check.params, part: partName }));
}
