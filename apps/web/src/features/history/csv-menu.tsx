import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../users/session.api';
import { recipientsCsvUrl, type RecipientsFilter } from './history.api';

/** The people of a list as a CSV file, in the encoding that the reader's Excel takes. */
export function CsvMenu(props: { deliveryId: string; filter: RecipientsFilter; isGone?: boolean; size?: 'sm' }) {
  const { t } = useTranslation();
  if (!useMay('history.export') || props.isGone) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size={props.size} leftSection={<IconDownload size={16} />}>
          {t('history.detail.csv')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={recipientsCsvUrl(props.deliveryId, props.filter, 'utf-8')} download>
          {t('history.detail.csvUtf8')}
        </Menu.Item>
        <Menu.Item component="a" href={recipientsCsvUrl(props.deliveryId, props.filter, 'cp932')} download>
          {t('history.detail.csvCp932')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
