import { ActionIcon, Button, Group as Row, ScrollArea, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconPlus, IconSearch, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SortableList, type SortableItem } from '../../ui/sortable-list';
import classes from './export-column-chooser.module.css';

/** 表示項目設定 (C-23): columns that are not in the file at the left, those that are, in their order, at the right. */
export function ExportColumnChooser(props: {
  choices: readonly SortableItem[];
  chosen: readonly string[];
  onChange: (keys: readonly string[]) => void;
}) {
  const { t } = useTranslation();
  const { choices, chosen, onChange } = props;
  const [wanted, setWanted] = useState('');
  const inFile = chosen.flatMap((key) => choices.find((choice) => choice.key === key) ?? []);
  const others = choices.filter((choice) => !chosen.includes(choice.key));
  const found = others.filter((choice) => choice.label.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <div className={classes.panes} role="group" aria-label={t('bulk.export.columns')}>
      <section className={classes.pane} aria-label={t('bulk.export.available')}>
        <Row justify="space-between" className={classes.head}>
          <Text size="xs" fw={600}>
            {t('bulk.export.available')}
          </Text>
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={others.length === 0}
            onClick={() => onChange([...chosen, ...others.map((choice) => choice.key)])}
          >
            {t('bulk.export.addAll')}
          </Button>
        </Row>
        <TextInput
          size="xs"
          aria-label={t('bulk.export.search')}
          placeholder={t('bulk.export.search')}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <ScrollArea.Autosize mah={240} type="auto" offsetScrollbars>
          {others.length === 0 ? <Empty text={t('bulk.export.allChosen')} /> : null}
          {found.map((choice) => (
            <UnstyledButton
              key={choice.key}
              className={classes.choice}
              aria-label={t('bulk.export.add', { label: choice.label })}
              onClick={() => onChange([...chosen, choice.key])}
            >
              <IconPlus size={14} aria-hidden />
              <span>{choice.label}</span>
            </UnstyledButton>
          ))}
        </ScrollArea.Autosize>
      </section>
      <section className={classes.pane} aria-label={t('bulk.export.chosen')}>
        <Row justify="space-between" className={classes.head}>
          <Text size="xs" fw={600}>
            {t('bulk.export.chosen')}
          </Text>
          <Button variant="subtle" size="compact-xs" disabled={inFile.length === 0} onClick={() => onChange([])}>
            {t('bulk.export.clear')}
          </Button>
        </Row>
        <ScrollArea.Autosize mah={278} type="auto" offsetScrollbars>
          {inFile.length === 0 ? <Empty text={t('bulk.export.none')} /> : null}
          <SortableList
            label={t('bulk.export.chosen')}
            items={inFile}
            onChange={onChange}
            end={(item) => (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                aria-label={t('bulk.export.remove', { label: item.label })}
                onClick={() => onChange(inFile.map((one) => one.key).filter((key) => key !== item.key))}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          />
        </ScrollArea.Autosize>
      </section>
    </div>
  );
}

function Empty({ text }: { text: string }) {
  return (
    <Text size="sm" c="dimmed" p="sm">
      {text}
    </Text>
  );
}
