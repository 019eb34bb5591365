import { Button, SegmentedControl, Skeleton, Text } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { lazy, Suspense, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodeEditorProps, EditorHandle } from './code-editor';
import classes from './composer.module.css';
import { Counters } from './counters';
import { InsertMenu } from './insert-menu';
import type { MailingContent, MergeTag } from './mailings.api';
import type { TagLabels } from './merge-tag-text';
import { StarterBar } from './starter-bar';

const LazyEditor = lazy(async () => ({ default: (await import('./code-editor')).CodeEditor }));

export type BodyPart = 'text' | 'html';

/** The body: toolbar, editor, counters; for HTML mails also the text alternative, automatic until it is written (M-02). */
export function BodyEditor({
  ref,
  ...props
}: {
  ref: Ref<EditorHandle>;
  content: MailingContent;
  part: BodyPart;
  generation: number;
  automaticText: string;
  tags: readonly MergeTag[];
  labels: TagLabels;
  onPart: (part: BodyPart) => void;
  onChange: (changes: Partial<MailingContent>) => void;
  onReplace: (changes: Partial<MailingContent>) => void;
  onInsert: (text: string) => void;
}) {
  const { content, part, generation, tags, labels } = props;
  const { t } = useTranslation();
  const isHtmlMail = content.format === 'html';
  const name = part === 'html' ? 'htmlBody' : 'textBody';
  const isAutomatic = isHtmlMail && part === 'text' && content.textBody === '';
  return (
    <section className={classes.editor} aria-label={t('mailings.edit.body')}>
      <div className={classes.toolbar}>
        <InsertMenu tags={tags} labels={labels} onInsert={props.onInsert}>
          <Button size="compact-md" variant="light" leftSection={<IconBraces size={16} />} disabled={isAutomatic}>
            {t('mailings.edit.insert')}
          </Button>
        </InsertMenu>
        <span className={classes.hint}>{t('mailings.edit.insertHint', { braces: '{{' })}</span>
        {isHtmlMail ? (
          <SegmentedControl
            size="xs"
            ml="auto"
            aria-label={t('mailings.edit.body')}
            value={part}
            onChange={(value) => props.onPart(value as BodyPart)}
            data={[
              { value: 'html', label: t('mailings.edit.htmlBody') },
              { value: 'text', label: t('mailings.edit.textBody') },
            ]}
          />
        ) : null}
      </div>
      {isAutomatic ? (
        <AutomaticText text={props.automaticText} onWrite={(textBody) => props.onReplace({ textBody })} />
      ) : (
        <>
          {isHtmlMail && part === 'text' ? <WrittenText onAutomatic={() => props.onReplace({ textBody: '' })} /> : null}
          {content[name].trim() === '' ? (
            <StarterBar format={part} tags={tags} onChoose={(body) => props.onReplace({ [name]: body })} />
          ) : null}
          <div className={classes.code}>
            <Suspense fallback={<EditorSkeleton />}>
              <LazyEditor {...editorProps(props, name)} key={`${part}-${generation}`} ref={ref} />
            </Suspense>
          </div>
          <Counters text={content[name]} />
        </>
      )}
    </section>
  );

  function editorProps(
    { labels, onChange }: typeof props,
    field: 'htmlBody' | 'textBody',
  ): Omit<CodeEditorProps, 'ref'> {
    return {
      language: part,
      label: field === 'htmlBody' ? t('mailings.edit.htmlBody') : t('mailings.edit.body'),
      value: content[field],
      onChange: (value) => onChange({ [field]: value }),
      placeholder: field === 'htmlBody' ? t('mailings.edit.htmlPlaceholder') : t('mailings.edit.bodyPlaceholder'),
      labels,
    };
  }
}

function EditorSkeleton() {
  const { t } = useTranslation();
  return (
    <div style={{ padding: 16 }} role="status" aria-label={t('mailings.edit.loadingEditor')}>
      {[60, 80, 45, 70].map((width) => (
        <Skeleton key={width} h={14} mb={14} w={`${width}%`} />
      ))}
    </div>
  );
}

function AutomaticText({ text, onWrite }: { text: string; onWrite: (text: string) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={classes.starters}>
        <Text size="xs" c="dimmed" component="span">
          {t('mailings.edit.textAuto')}
        </Text>
        <Button size="compact-sm" variant="default" onClick={() => onWrite(text)} disabled={text === ''}>
          {t('mailings.edit.textWrite')}
        </Button>
      </div>
      <pre className={classes.automatic} tabIndex={0} aria-label={t('mailings.edit.textAutoPreview')}>
        {text}
      </pre>
    </>
  );
}

function WrittenText({ onAutomatic }: { onAutomatic: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.starters}>
      <Button size="compact-sm" variant="default" onClick={onAutomatic}>
        {t('mailings.edit.textUseAuto')}
      </Button>
    </div>
  );
}
