import { Button, Group as Row, NativeSelect, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { ClassCounts } from './class-counts';
import classes from './import-detail.module.css';
import { resultHref, type Encoding, type Import, type OutcomeClass } from './imports.api';
import { hasResults, isMoving } from './live-import';
import { OutcomeList } from './outcome-list';

/** 成功 / 失敗 / その他 / 配信停止 (C-34), each a download of its rows (C-36). */
export function ImportResults({ one }: { one: Import }) {
  const { t } = useTranslation();
  const [encoding, setEncoding] = useState<Encoding>('utf-8');
  const mayDownload = hasResults(one);
  return (
    <section>
      <Row justify="space-between" align="flex-end" mb="sm">
        <div>
          <Title order={2}>{t('imports.detail.results')}</Title>
          <ResultNote one={one} isGone={one.counts.rows > 0 && !mayDownload} />
        </div>
        {mayDownload ? (
          <Row gap="xs">
            <NativeSelect
              size="xs"
              aria-label={t('imports.detail.downloadAs')}
              value={encoding}
              onChange={(event) => setEncoding(event.currentTarget.value as Encoding)}
              data={(['utf-8', 'cp932'] as const).map((value) => ({
                value,
                label: t(`imports.mapping.encodings.${value}`),
              }))}
            />
            <Button
              component="a"
              href={resultHref(one.id, null, encoding)}
              download
              variant="default"
              size="xs"
              leftSection={<IconDownload size={15} />}
            >
              {t('imports.detail.all')}
            </Button>
          </Row>
        ) : null}
      </Row>
      <ClassCounts
        counts={one.counts}
        action={(only, count) =>
          mayDownload && count > 0 ? <Download one={one} only={only} encoding={encoding} /> : null
        }
      />
      <OutcomeList outcomes={one.outcomes} />
    </section>
  );
}

function ResultNote({ one, isGone }: { one: Import; isGone: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!isMoving(one.state) && one.resultUntil === null) return null;
  const text = isMoving(one.state)
    ? t('imports.detail.resultsRunning')
    : isGone
      ? t('imports.detail.resultsGone')
      : t('imports.detail.resultsUntil', { date: format.date(one.resultUntil) });
  return (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  );
}

function Download({ one, only, encoding }: { one: Import; only: OutcomeClass; encoding: Encoding }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = format.number(one.counts[only]);
  return (
    <a
      className={classes.download}
      href={resultHref(one.id, only, encoding)}
      download
      aria-label={t('imports.detail.downloadOf', { class: t(`imports.class.${only}`), rows })}
    >
      <IconDownload size={15} aria-hidden />
      {t('imports.detail.download')}
    </a>
  );
}
