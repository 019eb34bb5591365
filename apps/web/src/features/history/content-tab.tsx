import { Paper, SegmentedControl, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FactList } from '../../ui/fact-list';
import type { HistoryDetail } from './history.api';
import classes from './history-detail.module.css';

/** Nothing runs or is sent from the frame: no scripts, no forms, and only pictures are loaded. */
const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; font-src https: data:">`;

/** 内容: the mail as it was frozen when it was scheduled. */
export function ContentTab({ delivery }: { delivery: HistoryDetail }) {
  const { t } = useTranslation();
  const { content } = delivery;
  const [shown, setShown] = useState<'html' | 'text'>(content.htmlBody === null ? 'text' : 'html');
  const tracked = [
    ...(content.trackOpens && content.htmlBody !== null ? [t('history.content.trackOpens')] : []),
    ...(content.trackLinks ? [t('history.content.trackLinks')] : []),
  ];
  return (
    <>
      <Paper withBorder p="lg" component="section">
        <Title order={2} mb="xs">
          {t('history.content.title')}
        </Title>
        <div className={classes.facts}>
          <FactList
            facts={[
              { label: t('history.content.subject'), value: content.subject },
              { label: t('history.content.from'), value: `${content.senderName} <${content.senderEmail}>` },
              { label: t('history.content.replyTo'), value: content.replyTo },
              {
                label: t('history.content.format'),
                value: content.htmlBody === null ? t('history.content.text') : t('history.content.multipart'),
              },
              {
                label: t('history.content.tracking'),
                value: tracked.length === 0 ? t('history.content.trackNone') : tracked.join('・'),
              },
            ]}
          />
        </div>
      </Paper>
      {content.htmlBody === null ? null : (
        <SegmentedControl
          value={shown}
          onChange={setShown}
          w="fit-content"
          aria-label={t('history.content.format')}
          data={[
            { value: 'html', label: t('history.content.html') },
            { value: 'text', label: t('history.content.text') },
          ]}
        />
      )}
      {shown === 'html' && content.htmlBody !== null ? (
        <iframe
          className={classes.frame}
          title={t('history.content.frame')}
          sandbox=""
          srcDoc={`${POLICY}${content.htmlBody}`}
        />
      ) : (
        <pre className={classes.plain} tabIndex={0}>
          {content.textBody}
        </pre>
      )}
      <p className={classes.note}>{t('history.content.note')}</p>
    </>
  );
}
