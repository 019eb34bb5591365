import { Paper, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { MeterBar } from '../../ui/meter-bar';
import type { Import } from './imports.api';
import { doneShare, secondsLeft } from './live-import';

/** A start later than this means that no worker takes imports. */
const SLOW_START_MS = 15_000;

/** How far a running import is: bar, rows, time left. */
export function ImportProgressPanel({ one }: { one: Import }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const share = doneShare(one);
  const left = secondsLeft(one, now);
  return (
    <Paper withBorder p="lg">
      <Text fw={700} fz={26} className="tabular" lh={1.2}>
        {format.percent(share, 1)}
      </Text>
      <MeterBar moving value={share} label={t('imports.list.progress', { name: one.fileName })} />
      <Text size="sm" c="dimmed" mt={8} className="tabular">
        {one.state === 'queued' ? (
          <Waiting one={one} now={now} />
        ) : (
          <>
            {t('imports.detail.progress', { count: one.counts.rows })}
            {left === null ? null : ` · ${t('imports.detail.rest', { time: format.duration(left) })}`}
          </>
        )}
      </Text>
    </Paper>
  );
}

function Waiting({ one, now }: { one: Import; now: number }) {
  const { t } = useTranslation();
  const [since] = useState(now);
  const isSlow = now - Math.max(since, Date.parse(one.createdAt)) > SLOW_START_MS;
  return <>{t(isSlow ? 'imports.detail.slow' : 'imports.detail.waiting')}</>;
}

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
