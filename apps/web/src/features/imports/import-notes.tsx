import { Alert, Text } from '@mantine/core';
import { IconInfoCircle, IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Import } from './imports.api';
import { rowsOf } from './operations';

/** What the counts alone do not explain: people held back by earlier opt-outs, and a list that was laundered. */
export function ImportNotes({ one }: { one: Import }) {
  const { t } = useTranslation();
  const held = rowsOf(one.outcomes, 'heldBack', 'notAllowed');
  const { laundering } = one;
  return (
    <>
      {held > 0 ? (
        <Alert color="blue" icon={<IconShieldCheck />} title={t('imports.heldBack.title', { count: held })}>
          {t('imports.heldBack.text')}
        </Alert>
      ) : null}
      {laundering ? (
        <Alert color="yellow" icon={<IconInfoCircle />} title={t('imports.laundering.title')}>
          <Text size="sm">
            {t('imports.laundering.text', { count: laundering.relisted, deleted: laundering.deletedLately })}{' '}
            {t('imports.laundering.lost')}
          </Text>
          <Text size="sm" mt={6}>
            {t('imports.laundering.kept')}
          </Text>
          <Text size="sm" mt={6}>
            {t('imports.laundering.instead')}
          </Text>
        </Alert>
      ) : null}
    </>
  );
}
