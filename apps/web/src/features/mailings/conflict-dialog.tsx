import { Button, Group as Row, Modal, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import type { DraftView } from './draft-keeper';
import type { MailingContent } from './mailings.api';
import { countText } from './text-counts';

/** Somebody else saved meanwhile: shows both versions in short and lets the author choose which one stays. */
export function ConflictDialog(props: {
  view: DraftView;
  opened: boolean;
  onReload: () => void;
  onOverwrite: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { theirs, content } = props.view;
  if (!theirs) return null;
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      size="lg"
      title={t('mailings.conflict.title')}
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      <Stack>
        <Text size="sm">
          {t('mailings.conflict.text', {
            at: format.dateTime(theirs.updatedAt),
            author: theirs.authorName ?? t('mailings.conflict.unknownAuthor'),
          })}
        </Text>
        <Comparison theirs={theirs} mine={content} />
        <Row grow align="stretch" preventGrowOverflow={false}>
          <Choice
            label={t('mailings.conflict.reload')}
            hint={t('mailings.conflict.reloadHint')}
            onChoose={props.onReload}
          />
          <Choice
            label={t('mailings.conflict.overwrite')}
            hint={t('mailings.conflict.overwriteHint')}
            onChoose={props.onOverwrite}
          />
        </Row>
        <Row justify="flex-end">
          <Button variant="subtle" color="gray" onClick={props.onClose} data-autofocus>
            {t('mailings.conflict.later')}
          </Button>
        </Row>
      </Stack>
    </Modal>
  );
}

function Comparison({ theirs, mine }: { theirs: MailingContent; mine: MailingContent }) {
  const { t } = useTranslation();
  const format = useFormat();
  const bodyOf = (content: MailingContent) => (content.format === 'html' ? content.htmlBody : content.textBody);
  const length = (content: MailingContent) =>
    t('mailings.count.characters', { value: format.number(countText(bodyOf(content)).characters) });
  return (
    <Table fz="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th aria-label={t('mailings.edit.title')} />
          <Table.Th>{t('mailings.conflict.theirs')}</Table.Th>
          <Table.Th>{t('mailings.conflict.mine')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        <Table.Tr>
          <Table.Th>{t('mailings.conflict.subject')}</Table.Th>
          <Table.Td>{theirs.subject || t('mailings.untitled')}</Table.Td>
          <Table.Td>
            {theirs.subject === mine.subject ? t('mailings.conflict.same') : mine.subject || t('mailings.untitled')}
          </Table.Td>
        </Table.Tr>
        <Table.Tr>
          <Table.Th>{t('mailings.conflict.length')}</Table.Th>
          <Table.Td>{length(theirs)}</Table.Td>
          <Table.Td>{bodyOf(theirs) === bodyOf(mine) ? t('mailings.conflict.same') : length(mine)}</Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </Table>
  );
}

function Choice(props: { label: string; hint: string; onChoose: () => void }) {
  return (
    <Stack gap={4}>
      <Button variant="light" onClick={props.onChoose}>
        {props.label}
      </Button>
      <Text size="xs" c="dimmed" ta="center">
        {props.hint}
      </Text>
    </Stack>
  );
}
