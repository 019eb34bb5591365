import { Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DeliveryPicker } from '../delivery/delivery-picker';
import { historyQuery } from '../history/history.api';
import type { Parts } from './conditions';

/** A link: one of a mail, or all whose URL has a part in common. */
export function LinkEditor({ parts, onChange }: { parts: Parts; onChange: (parts: Parts) => void }) {
  const { t } = useTranslation();
  const isByUrl = parts.url !== undefined;
  return (
    <Stack gap={6} flex={1} miw={0}>
      <Select
        aria-label={t('conditions.mail.which')}
        size="sm"
        allowDeselect={false}
        data={[
          { value: 'one', label: t('conditions.mail.one') },
          { value: 'url', label: t('conditions.mail.url') },
        ]}
        value={isByUrl ? 'url' : 'one'}
        onChange={(kind) => onChange(kind === 'url' ? { url: '' } : {})}
      />
      {isByUrl ? (
        <TextInput
          aria-label={t('conditions.mail.url')}
          description={t('conditions.mail.urlHint')}
          placeholder={t('conditions.mail.urlPlaceholder')}
          inputWrapperOrder={['input', 'description']}
          size="sm"
          maxLength={200}
          value={parts.url ?? ''}
          onChange={(event) => onChange({ url: event.currentTarget.value })}
        />
      ) : (
        <>
          <DeliveryPicker
            label={t('conditions.mail.delivery')}
            value={parts.deliveryId ?? null}
            onChange={(deliveryId) => onChange({ deliveryId: deliveryId ?? undefined })}
          />
          {parts.deliveryId === undefined ? null : (
            <LinkOfMail deliveryId={parts.deliveryId} parts={parts} onChange={onChange} />
          )}
        </>
      )}
    </Stack>
  );
}

function LinkOfMail(props: { deliveryId: string; parts: Parts; onChange: (parts: Parts) => void }) {
  const { t } = useTranslation();
  const { data } = useQuery(historyQuery.detail(props.deliveryId));
  const links = data?.links ?? [];
  const hasNone = data !== undefined && links.length === 0;
  return (
    <Select
      aria-label={t('conditions.mail.link')}
      placeholder={hasNone ? t('conditions.mail.noLinks') : t('conditions.choose')}
      size="sm"
      searchable
      disabled={hasNone}
      allowDeselect={false}
      data={links.map(({ linkNo, label, url }) => ({
        value: String(linkNo),
        label: label === '' || label === url ? url : `${label} — ${url}`,
      }))}
      value={props.parts.linkNo === undefined ? null : String(props.parts.linkNo)}
      onChange={(linkNo) => props.onChange({ deliveryId: props.deliveryId, linkNo: Number(linkNo) })}
    />
  );
}
