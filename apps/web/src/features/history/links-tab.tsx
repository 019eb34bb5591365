import { Paper, Table } from '@mantine/core';
import { IconLinkOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { EmptyState } from '../../ui/empty-state';
import { PeopleLink } from '../../ui/people-link';
import { ShareCell } from '../../ui/share-cell';
import type { DeliveryReport } from '../reports/reports.api';
import { recipientsPath } from './history.api';
import classes from './history-detail.module.css';

/** リンク: which links were clicked, by how many people and how often; the people are one click away. */
export function LinksTab({ report }: { report: DeliveryReport }) {
  const { t } = useTranslation();
  return (
    <>
      <Paper withBorder component="section">
        <LinkTable report={report} />
      </Paper>
      {report.links.length > 0 ? <p className={classes.note}>{t('history.links.note')}</p> : null}
    </>
  );
}

/** The most clicked links first; `limit` leaves the rest to the links tab. */
export function LinkTable({ report, limit }: { report: DeliveryReport; limit?: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const clicks = report.links.reduce((sum, link) => sum + link.clickerCount, 0);
  const links = report.links
    .toSorted((one, other) => other.clickerCount - one.clickerCount || one.linkNo - other.linkNo)
    .slice(0, limit);
  if (links.length === 0)
    return <EmptyState icon={<IconLinkOff />} title={t('history.links.empty')} text={t('history.links.emptyText')} />;
  return (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={t('history.links.title')}>
      <Table horizontalSpacing="lg" miw={620}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('history.links.link')}</Table.Th>
            <Table.Th ta="end">{t('history.links.people')}</Table.Th>
            <Table.Th ta="end">{t('history.links.clicks')}</Table.Th>
            <Table.Th ta="end">{t('history.kpi.clicked')}</Table.Th>
            <Table.Th w={170}>{t('history.links.share')}</Table.Th>
            <Table.Th ta="end">{t('history.links.bots')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {links.map((link) => {
            const name = link.label || link.url;
            return (
              <Table.Tr key={link.linkNo}>
                <Table.Td>
                  <span className={classes.label}>{name}</span>
                  {name === link.url ? null : <span className={classes.url}>{link.url}</span>}
                </Table.Td>
                <Table.Td ta="end">
                  {report.recipientsPruned ? (
                    format.number(link.clickerCount)
                  ) : (
                    <PeopleLink
                      count={link.clickerCount}
                      to={recipientsPath(report.deliveryId, { result: 'clicked', linkNo: link.linkNo })}
                      label={t('history.links.clickers', { label: name })}
                    />
                  )}
                </Table.Td>
                <Table.Td ta="end">{format.number(link.clickCount)}</Table.Td>
                <Table.Td ta="end">{format.percent(link.clickerCount, report.figures.successCount)}</Table.Td>
                <Table.Td>
                  <ShareCell part={link.clickerCount} whole={clicks} label={t('history.links.share')} />
                </Table.Td>
                <Table.Td ta="end" c="dimmed">
                  {format.number(link.botClickCount)}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
