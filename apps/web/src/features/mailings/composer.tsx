import { Badge, Button, SegmentedControl, Switch, Tabs } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconSend } from '@tabler/icons-react';
import { useMemo, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { PageHeader } from '../../ui/page-header';
import { ProblemAlert } from '../../ui/problem-alert';
import type { Customer } from '../customers/customers.api';
import { GroupPicker } from '../groups/group-picker';
import { useMay } from '../users/session.api';
import { BodyEditor, type BodyPart } from './body-editor';
import type { Place } from './check-remedies';
import { Checklist } from './checklist';
import type { EditorHandle } from './code-editor';
import classes from './composer.module.css';
import { ConflictDialog } from './conflict-dialog';
import type { DraftKeeper, DraftView } from './draft-keeper';
import { mailingsQuery, type MailFormat, type Mailing, type MailingContent, type MergeTag } from './mailings.api';
import { tagLabels, tagText, type TagLabels } from './merge-tag-text';
import { PreviewPanel } from './preview-panel';
import { SaveBadge } from './save-badge';
import { SenderSelect } from './sender-select';
import { SubjectField } from './subject-field';
import { TestSendDialog } from './test-send-dialog';
import { useDraft } from './use-draft';

const NO_TAGS: readonly MergeTag[] = [];
const PREVIEW_REST_MS = 400;

/** The composer: fields, body and preview of one mailing, saved by itself. */
export function Composer({ mailing }: { mailing: Mailing }) {
  const { keeper, view } = useDraft(mailing);
  const { t } = useTranslation();
  const { content } = view;
  const { data: tags = NO_TAGS } = useQuery(mailingsQuery.mergeTags);
  const labels = useMemo(() => tagLabels(tags, t), [tags, t]);
  const [part, setPart] = useState<BodyPart>(content.format);
  const [customer, setCustomer] = useState<Customer | null>(null);
  const [isTesting, setTesting] = useState(false);
  const { subjectRef, groupRef, senderRef, editor, jump } = usePlaces(setPart);
  const change = (changes: Partial<MailingContent>) => {
    if (changes.format) setPart(changes.format);
    keeper.change(changes);
  };
  const [draft] = useDebouncedValue(content, PREVIEW_REST_MS);
  const preview = useQuery({
    ...mailingsQuery.preview(mailing.id, draft, customer?.id ?? null),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Head keeper={keeper} view={view} onFormat={(format) => change({ format })} onTest={() => setTesting(true)} />
      {view.state === 'failed' ? <ProblemAlert error={view.error} /> : null}
      <Fields
        content={content}
        onChange={change}
        tags={tags}
        labels={labels}
        subjectRef={subjectRef}
        groupRef={groupRef}
        senderRef={senderRef}
      />
      <div className={classes.columns}>
        <BodyEditor
          ref={editor}
          content={content}
          part={part}
          generation={view.generation}
          automaticText={preview.data?.text ?? ''}
          tags={tags}
          labels={labels}
          onPart={setPart}
          onChange={change}
          onReplace={(changes) => keeper.replace(changes)}
          onInsert={(text) => editor.current?.insert(text)}
        />
        <Aside
          keeper={keeper}
          view={view}
          onJump={jump}
          onInsertUnsubscribe={() => insertUnsubscribe(keeper, t('mailings.tag.unsubscribe_url'))}
          onTest={() => setTesting(true)}
        >
          <PreviewPanel
            preview={preview.data}
            isUpdating={preview.isFetching || draft !== content}
            isHtml={content.format === 'html'}
            customer={customer}
            onCustomer={setCustomer}
          />
        </Aside>
      </div>
      <Options content={content} onChange={change} />
      <Conflict keeper={keeper} view={view} />
      <TestSendDialog
        mailingId={mailing.id}
        customer={customer}
        opened={isTesting}
        onBeforeSend={() => keeper.save()}
        onClose={() => setTesting(false)}
      />
    </>
  );
}

function Head(props: {
  keeper: DraftKeeper;
  view: DraftView;
  onFormat: (format: MailFormat) => void;
  onTest: () => void;
}) {
  const { keeper, view } = props;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayTest = useMay('mailing.test-send');
  const [isLeaving, setLeaving] = useState(false);
  const toDelivery = async () => {
    setLeaving(true);
    const isSaved = await keeper.save();
    setLeaving(false);
    if (isSaved) await navigate(`/mailings/${view.saved.id}/deliver`);
  };
  return (
    <PageHeader
      title={t('mailings.edit.title')}
      badge={<SaveBadge view={view} onRetry={() => void keeper.save()} />}
      back={[{ to: '/mailings', label: t('app.nav.mailings') }]}
      actions={
        <>
          <SegmentedControl
            aria-label={t('mailings.edit.format')}
            value={view.content.format}
            onChange={(value) => props.onFormat(value as MailFormat)}
            data={(['text', 'html'] as const).map((value) => ({ value, label: t(`mailings.format.${value}`) }))}
          />
          {mayTest ? (
            <Button variant="default" onClick={props.onTest}>
              {t('mailings.edit.test')}
            </Button>
          ) : null}
          <Button leftSection={<IconSend size={16} />} loading={isLeaving} onClick={() => void toDelivery()}>
            {t('mailings.edit.next')}
          </Button>
        </>
      }
    />
  );
}

function Fields(props: {
  content: MailingContent;
  onChange: (changes: Partial<MailingContent>) => void;
  tags: readonly MergeTag[];
  labels: TagLabels;
  subjectRef: InputRef;
  groupRef: InputRef;
  senderRef: InputRef;
}) {
  const { content, onChange, tags, labels, subjectRef, groupRef, senderRef } = props;
  const { t } = useTranslation();
  return (
    <div className={classes.fields}>
      <SubjectField
        ref={subjectRef}
        value={content.subject}
        onChange={(subject) => onChange({ subject })}
        tags={tags}
        labels={labels}
      />
      <GroupPicker
        ref={groupRef}
        label={t('mailings.edit.group')}
        placeholder={t('mailings.edit.groupPlaceholder')}
        clearable
        value={content.groupId}
        onChange={(groupId) => onChange({ groupId })}
      />
      <SenderSelect
        ref={senderRef}
        value={content.senderAddressId}
        groupId={content.groupId}
        onChange={(senderAddressId) => onChange({ senderAddressId })}
      />
    </div>
  );
}

function Aside(props: {
  keeper: DraftKeeper;
  view: DraftView;
  onJump: (place: Place) => void;
  onInsertUnsubscribe: () => void;
  onTest: () => void;
  children: React.ReactNode;
}) {
  const { t } = useTranslation();
  const { saved } = props.view;
  const { data: checks = [] } = useQuery({
    ...mailingsQuery.checks(saved.id, saved.version),
    placeholderData: keepPreviousData,
  });
  const errors = checks.filter((check) => check.severity === 'error').length;
  return (
    <Tabs defaultValue="preview" className={classes.aside} keepMounted={false}>
      <Tabs.List className={classes.tabs}>
        <Tabs.Tab value="preview">{t('mailings.preview.title')}</Tabs.Tab>
        <Tabs.Tab
          value="checks"
          rightSection={
            checks.length === 0 ? undefined : (
              <Badge size="sm" circle={checks.length < 10} variant="light" color={errors > 0 ? 'red' : 'yellow'}>
                {checks.length}
              </Badge>
            )
          }
        >
          {t('mailings.checks.title')}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="preview" style={{ display: 'flex', flex: 1, minHeight: 0 }}>
        {props.children}
      </Tabs.Panel>
      <Tabs.Panel value="checks" className={classes.scroll}>
        <Checklist
          checks={checks}
          format={saved.format}
          onJump={props.onJump}
          onInsertUnsubscribe={props.onInsertUnsubscribe}
          onTest={props.onTest}
        />
      </Tabs.Panel>
    </Tabs>
  );
}

function Options(props: { content: MailingContent; onChange: (changes: Partial<MailingContent>) => void }) {
  const { content, onChange } = props;
  const { t } = useTranslation();
  return (
    <div className={classes.options}>
      <Switch
        label={t('mailings.edit.trackLinks')}
        checked={content.trackLinks}
        onChange={(event) => onChange({ trackLinks: event.currentTarget.checked })}
      />
      {content.format === 'html' ? (
        <Switch
          label={t('mailings.edit.trackOpens')}
          checked={content.trackOpens}
          onChange={(event) => onChange({ trackOpens: event.currentTarget.checked })}
        />
      ) : null}
    </div>
  );
}

function Conflict({ keeper, view }: { keeper: DraftKeeper; view: DraftView }) {
  const { t } = useTranslation();
  const [put, setPut] = useState<Mailing | null>(null);
  const isOpen = view.state === 'conflict' && put !== view.theirs;
  return (
    <>
      {view.state === 'conflict' && !isOpen ? (
        <Button mt="md" color="red" variant="light" onClick={() => setPut(null)}>
          {t('mailings.save.conflict')}
        </Button>
      ) : null}
      <ConflictDialog
        view={view}
        opened={isOpen}
        onReload={() => keeper.reload()}
        onOverwrite={() => void keeper.overwrite()}
        onClose={() => setPut(view.theirs)}
      />
    </>
  );
}

type InputRef = RefObject<HTMLInputElement | null>;

interface Places {
  readonly subjectRef: InputRef;
  readonly groupRef: InputRef;
  readonly senderRef: InputRef;
  readonly editor: RefObject<EditorHandle | null>;
  readonly jump: (place: Place) => void;
}

/** The places a finding can lead to. A body that is not on screen is opened first. */
function usePlaces(setPart: (part: BodyPart) => void): Places {
  const subjectRef = useRef<HTMLInputElement>(null);
  const groupRef = useRef<HTMLInputElement>(null);
  const senderRef = useRef<HTMLInputElement>(null);
  const editor = useRef<EditorHandle>(null);
  const jump = ({ field, text }: Place) => {
    if (field === 'subject') return subjectRef.current?.focus();
    if (field === 'group') return groupRef.current?.focus();
    if (field === 'sender') return senderRef.current?.focus();
    if (field !== 'body') setPart(field);
    // one frame for the other body to be drawn
    requestAnimationFrame(() => requestAnimationFrame(() => editor.current?.show(text)));
  };
  return { subjectRef, groupRef, senderRef, editor, jump };
}

/** At the end of the body, before the end of an HTML page: where readers look for it. */
function insertUnsubscribe(keeper: DraftKeeper, name: string): void {
  const { content } = keeper.getView();
  const url = tagText('unsubscribe_url');
  if (content.format === 'text') {
    keeper.replace({ textBody: `${content.textBody.trimEnd()}\n\n${name}:\n${url}\n` });
    return;
  }
  const link = `<p style="font-size:12px"><a href="${url}">${name}</a></p>\n`;
  const end = content.htmlBody.search(/<\/body>/i);
  const at = end < 0 ? content.htmlBody.length : end;
  keeper.replace({ htmlBody: content.htmlBody.slice(0, at) + link + content.htmlBody.slice(at) });
}
