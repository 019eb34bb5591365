import { Button, Loader, Skeleton, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconFilter } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterChip } from '../../ui/filter-chip';
import { parseTree, withoutPart, writeTree } from './conditions';
import { conditionsQuery, type Chosen } from './conditions.api';
import { segmentsQuery } from './segments.api';

/** Loaded when first opened: it brings the calendar. */
const ConditionDrawer = lazy(async () => ({ default: (await import('./condition-drawer')).ConditionDrawer }));

interface Props {
  readonly value: Chosen;
  readonly onChange: (value: Chosen) => void;
}

/** 絞り込み: a button that opens the builder of conditions. Shows no chips itself. */
export function ConditionPicker({ value, onChange }: Props) {
  const { t } = useTranslation();
  const [opened, drawer] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size="sm" leftSection={<IconFilter size={15} />} onClick={drawer.open}>
        {t('conditions.open')}
      </Button>
      {opened ? (
        <Suspense fallback={<Loader size="sm" role="status" aria-label={t('app.header.loading')} />}>
          <ConditionDrawer
            value={value}
            onClose={drawer.close}
            onApply={(next) => {
              onChange(next);
              drawer.close();
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}

/**
 * What is in force: one chip for each outermost part of the conditions; × takes one away. A segment stands in its picker;
 * here it is read out, and one that is gone has a chip.
 */
export function ConditionChips({ value, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const { data: segments } = useQuery(segmentsQuery.few());
  const segment = segments?.find(({ id }) => id === value.segmentId);
  return (
    <>
      {value.segmentId === '' || segments === undefined ? null : segment ? (
        <Text size="xs" c="dimmed" maw={520} truncate title={segment.sentence[i18n.language === 'en' ? 'en' : 'ja']}>
          {segment.sentence[i18n.language === 'en' ? 'en' : 'ja']}
        </Text>
      ) : (
        <FilterChip
          text={t('conditions.chips.segment', { name: t('conditions.segment.gone') })}
          onRemove={() => onChange({ ...value, segmentId: '' })}
        />
      )}
      {value.conditions === '' ? null : (
        <PartChips conditions={value.conditions} onChange={(conditions) => onChange({ ...value, conditions })} />
      )}
    </>
  );
}

function PartChips({ conditions, onChange }: { conditions: string; onChange: (conditions: string) => void }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language === 'en' ? 'en' : 'ja';
  const { data, error } = useQuery(conditionsQuery.words({ conditions, segmentId: '' }));
  const tree = parseTree(conditions);
  if (error || tree === null) return <FilterChip text={t('conditions.chips.broken')} onRemove={() => onChange('')} />;
  if (!data) return <Skeleton h={28} w={160} radius="xl" role="status" aria-label={t('conditions.chips.loading')} />;
  return (
    <>
      {data.parts.map((part, index) => (
        <FilterChip
          key={`${index} ${part[language]}`}
          text={part[language]}
          onRemove={() => onChange(writeTree(withoutPart(tree, index)))}
        />
      ))}
      {data.parts.length > 1 ? (
        <Text size="xs" c="dimmed">
          {t('any' in tree ? 'conditions.any' : 'conditions.all')}
        </Text>
      ) : null}
    </>
  );
}
