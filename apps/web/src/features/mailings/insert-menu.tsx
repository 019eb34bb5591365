import { Menu, ScrollArea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MergeTag } from './mailings.api';
import { tagText, type TagLabels } from './merge-tag-text';

/** The menu of merge tags; `onInsert` gets the text to put into the mail. */
export function InsertMenu(props: {
  tags: readonly MergeTag[];
  labels: TagLabels;
  onInsert: (text: string) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const fields = props.tags.filter((tag) => tag.kind === 'field');
  const system = props.tags.filter((tag) => tag.kind === 'system');
  const item = (tag: MergeTag) => (
    <Menu.Item key={tag.key} onClick={() => props.onInsert(tagText(tag.key))}>
      {props.labels.get(tag.key) ?? tag.key}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-start" shadow="md" returnFocus={false} width={230}>
      <Menu.Target>{props.children}</Menu.Target>
      <Menu.Dropdown>
        <ScrollArea.Autosize mah={320} type="auto">
          {fields.length > 0 ? <Menu.Label>{t('mailings.edit.insertFields')}</Menu.Label> : null}
          {fields.map(item)}
          {fields.length > 0 ? <Menu.Label>{t('mailings.edit.insertSystem')}</Menu.Label> : null}
          {system.map(item)}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}
