import { ActionIcon, TextInput } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import type { Ref } from 'react';
import { useRef } from 'react';
import { useMergedRef } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { InsertMenu } from './insert-menu';
import type { MergeTag } from './mailings.api';
import type { TagLabels } from './merge-tag-text';

/** 件名, with merge tags put in at the cursor. */
export function SubjectField({
  ref: outerRef,
  value,
  onChange,
  tags,
  labels,
}: {
  ref?: Ref<HTMLInputElement>;
  value: string;
  onChange: (value: string) => void;
  tags: readonly MergeTag[];
  labels: TagLabels;
}) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const ref = useMergedRef(input, outerRef);
  const insert = (text: string) => {
    const start = input.current?.selectionStart ?? value.length;
    const end = input.current?.selectionEnd ?? start;
    onChange(value.slice(0, start) + text + value.slice(end));
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(start + text.length, start + text.length);
    });
  };
  return (
    <TextInput
      ref={ref}
      label={t('mailings.edit.subject')}
      placeholder={t('mailings.edit.subjectPlaceholder')}
      maxLength={500}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      rightSection={
        <InsertMenu tags={tags} labels={labels} onInsert={insert}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('mailings.edit.insertSubject')}>
            <IconBraces size={17} stroke={1.7} />
          </ActionIcon>
        </InsertMenu>
      }
    />
  );
}
