import { Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { StatusBadge } from '../../ui/status-badge';
import { latestNoticesQuery, type Notice } from './notices.api';

const TONES = { waiting: 'yellow', sending: 'yellow', sent: 'green', failed: 'red' } as const;

/** The last notices with what became of them. */
export function LatestNotices() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: notices } = useQuery(latestNoticesQuery);
  if (!notices) return null;
  return (
    <>
      <Title order={3} mt="lg" mb={6}>
        {t('settings.notices.latest')}
      </Title>
      {notices.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('settings.notices.none')}
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={560}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('settings.notices.state')}</Table.Th>
                <Table.Th>{t('settings.notices.subject')}</Table.Th>
                <Table.Th>{t('settings.notices.to')}</Table.Th>
                <Table.Th>{t('settings.notices.at')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {notices.map((notice) => (
                <Table.Tr key={notice.id}>
                  <Table.Td>
                    <StatusBadge tone={TONES[notice.state]}>{t(`settings.notices.states.${notice.state}`)}</StatusBadge>
                  </Table.Td>
                  <Table.Td>
                    {notice.subject}
                    <Trouble notice={notice} />
                  </Table.Td>
                  <Table.Td>{notice.to}</Table.Td>
                  <Table.Td>{format.dateTime(notice.sentAt ?? notice.createdAt)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </>
  );
}

function Trouble({ notice: { trouble } }: { notice: Notice }) {
  const { t } = useTranslation();
  if (trouble === null) return null;
  const reason = trouble === 'sender-missing' ? t('settings.notices.senderMissing') : trouble;
  return (
    <Text size="xs" c="dimmed">
      {t('settings.notices.trouble', { reason })}
    </Text>
  );
}
