import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { settingsQuery } from '../settings/settings.api';
import { useMay } from '../users/session.api';
import classes from './composer.module.css';
import type { MailFormat, MergeTag } from './mailings.api';
import { STARTERS, starterBody } from './starters';

const NAME_LABEL = /氏名|名前|^name$|full ?name/i;

/** Offers templates while the body is empty. */
export function StarterBar(props: { format: MailFormat; tags: readonly MergeTag[]; onChoose: (body: string) => void }) {
  const { t } = useTranslation();
  const { data: settings } = useQuery({ ...settingsQuery, enabled: useMay('setting.manage') });
  const fields = props.tags.filter((tag) => tag.kind === 'field');
  const context = {
    nameKey: fields.find((tag) => NAME_LABEL.test(tag.label ?? ''))?.key ?? null,
    organisation: settings?.organisationName ?? '',
    address: settings?.postalAddress ?? '',
    contact: settings?.contact ?? '',
  };
  return (
    <div className={classes.starters}>
      <strong>{t('mailings.starter.title')}</strong>
      {STARTERS[props.format].map((name) => (
        <Button
          key={name}
          size="compact-sm"
          variant="default"
          onClick={() => props.onChoose(starterBody(name, context))}
        >
          {t(`mailings.starter.${name}`)}
        </Button>
      ))}
    </div>
  );
}
