import { ActionIcon, Loader, Modal, SegmentedControl, Tooltip } from '@mantine/core';
import { IconArrowsMaximize } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CustomerPicker } from '../customers/customer-picker';
import type { Customer } from '../customers/customers.api';
import type { Preview } from './mailings.api';
import { PreviewFrame, type Device } from './preview-frame';
import classes from './preview.module.css';

type View = Device | 'text';

/** The mail as the chosen customer would see it: desktop, phone, text part; large with both devices side by side. */
export function PreviewPanel(props: {
  preview: Preview | undefined;
  isUpdating: boolean;
  isHtml: boolean;
  customer: Customer | null;
  onCustomer: (customer: Customer | null) => void;
}) {
  const { preview, isHtml } = props;
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<View>(() =>
    globalThis.matchMedia('(max-width: 48em)').matches ? 'phone' : 'desktop',
  );
  const [isLarge, setLarge] = useState(false);
  const view = isHtml ? chosen : 'text';
  return (
    <div className={classes.panel}>
      <div className={classes.bar}>
        <div className={classes.customer}>
          <CustomerPicker
            label={t('mailings.preview.as')}
            placeholder={t('mailings.preview.asNobody')}
            value={props.customer}
            onChange={props.onCustomer}
          />
        </div>
        {isHtml ? (
          <>
            <SegmentedControl
              size="xs"
              aria-label={t('mailings.preview.device')}
              value={view}
              onChange={(value) => setChosen(value as View)}
              data={(['desktop', 'phone', 'text'] as const).map((value) => ({
                value,
                label: t(`mailings.preview.${value}`),
              }))}
            />
            <Tooltip label={t('mailings.preview.large')}>
              <ActionIcon
                variant="default"
                size={30}
                aria-label={t('mailings.preview.large')}
                disabled={!preview?.html}
                onClick={() => setLarge(true)}
              >
                <IconArrowsMaximize size={16} />
              </ActionIcon>
            </Tooltip>
          </>
        ) : null}
      </div>
      <div className={classes.head}>
        <span className={classes.subject}>{preview?.subject || t('mailings.untitled')}</span>{' '}
        {props.isUpdating ? <Loader size={12} role="status" aria-label={t('mailings.preview.updating')} /> : null}
      </div>
      <div className={classes.body}>
        <Body preview={preview} view={view} />
      </div>
      <LargePreview preview={preview} opened={isLarge} onClose={() => setLarge(false)} />
    </div>
  );
}

function Body({ preview, view }: { preview: Preview | undefined; view: View }) {
  const { t } = useTranslation();
  if (!preview || (view === 'text' ? preview.text : (preview.html ?? '')).trim() === '')
    return <p className={classes.empty}>{t('mailings.preview.empty')}</p>;
  if (view === 'text' || preview.html === null)
    return (
      <pre className={classes.text} tabIndex={0} aria-label={t('mailings.preview.text')}>
        {preview.text}
      </pre>
    );
  return <PreviewFrame key={view} html={preview.html} device={view} />;
}

function LargePreview(props: { preview: Preview | undefined; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const html = props.preview?.html ?? '';
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      fullScreen
      radius={0}
      title={props.preview?.subject || t('mailings.untitled')}
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
      transitionProps={{ duration: 0 }}
    >
      <div className={classes.large}>
        {(['desktop', 'phone'] as const).map((device) => (
          <div key={device} className={classes.side} data-device={device}>
            <PreviewFrame html={html} device={device} />
          </div>
        ))}
      </div>
    </Modal>
  );
}
