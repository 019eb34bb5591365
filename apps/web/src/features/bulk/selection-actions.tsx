import { Button, Menu, Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDots, IconDownload, IconTags, IconTrash, IconUserMinus, IconUserPause } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../users/session.api';
import { AddToGroupForm, RemoveFromGroupForm } from './group-forms';
import type { Asked } from './bulk.api';
import { DeleteForm } from './delete-form';
import { ExportDialog } from './export-dialog';
import { OperationProgress } from './operation-progress';
import { SetStateForm } from './set-state-form';

interface Action {
  readonly act: Asked['act'];
  readonly icon: ReactNode;
  readonly danger?: boolean;
}

/** The buttons of a selection, as far as the role allows; on narrow screens one menu. `onAsk` opens SelectionDialog. */
export function SelectionActions(props: { onAsk: (act: Asked['act']) => void; isGroup?: boolean }) {
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 62em)') ?? false;
  const actions = useActions(props.isGroup ?? false);
  const shown = narrow ? [] : actions.filter((action) => !action.danger).slice(0, 3);
  const hidden = actions.filter((action) => !shown.includes(action));
  return (
    <>
      {shown.map((action) => (
        <Button
          key={action.act}
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={action.icon}
          onClick={() => props.onAsk(action.act)}
        >
          {t(`bulk.act.${action.act}`)}
        </Button>
      ))}
      {hidden.length > 0 ? (
        <Menu position="top-end" shadow="md">
          <Menu.Target>
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              aria-label={t('bulk.act.more')}
              {...(narrow ? {} : { leftSection: <IconDots size={16} /> })}
            >
              {narrow ? <IconDots size={18} /> : t('bulk.act.more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {hidden.map((action) => (
              <Menu.Item
                key={action.act}
                leftSection={action.icon}
                {...(action.danger ? { color: 'red' } : {})}
                onClick={() => props.onAsk(action.act)}
              >
                {t(`bulk.act.${action.act}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </>
  );
}

function useActions(isGroup: boolean): readonly Action[] {
  const mayGroup = useMay('group.write');
  const mayExport = useMay('customer.export');
  const mayDelete = useMay('customer.delete');
  const add: Action = { act: 'add', icon: <IconTags size={16} /> };
  const state: Action = { act: 'state', icon: <IconUserPause size={16} /> };
  const remove: Action = { act: 'remove', icon: <IconUserMinus size={16} /> };
  return [
    ...(mayGroup && !isGroup ? [add] : []),
    ...(mayGroup ? [state] : []),
    ...(mayGroup && isGroup ? [remove] : []),
    ...(mayExport ? [{ act: 'export', icon: <IconDownload size={16} /> } as const] : []),
    ...(mayGroup && !isGroup ? [remove] : []),
    ...(mayGroup && isGroup ? [add] : []),
    ...(mayDelete && !isGroup ? [{ act: 'delete', icon: <IconTrash size={16} />, danger: true } as const] : []),
  ];
}

/** Whether the role may do anything to many customers at once: otherwise rows need no boxes. */
export function useMayAct(): boolean {
  return useActions(false).length > 0;
}

/**
 * The dialog of what is asked: first the question with numbers, then how far it is, in the end what came of it. Render
 * it beside the list, not inside the SelectionBar. `onOrdered` is called when it is on its way: the selection may go.
 */
export function SelectionDialog(props: { asked: Asked | null; onClose: () => void; onOrdered: () => void }) {
  const { asked } = props;
  if (asked === null) return null;
  return asked.act === 'export' ? (
    <ExportDialog target={asked.target} count={asked.count} group={asked.group} onClose={props.onClose} />
  ) : (
    <OperationDialog {...props} asked={asked} />
  );
}

function OperationDialog({ asked, onClose, onOrdered }: { asked: Asked; onClose: () => void; onOrdered: () => void }) {
  const { t } = useTranslation();
  const [operationId, setOperationId] = useState<string | null>(null);
  const [exporting, setExporting] = useState(false);
  const form = {
    asked,
    onClose,
    onOrdered: (id: string) => {
      setOperationId(id);
      onOrdered();
    },
  };
  const forms = {
    add: <AddToGroupForm {...form} />,
    remove: <RemoveFromGroupForm {...form} />,
    state: <SetStateForm {...form} />,
    delete: <DeleteForm {...form} onExport={() => setExporting(true)} />,
    export: null,
  };
  return (
    <>
      <Modal
        opened={!exporting}
        onClose={onClose}
        title={asked.act === 'delete' ? t('bulk.delete.title') : t(`bulk.act.${asked.act}`)}
        closeButtonProps={{ 'aria-label': t('app.action.close') }}
      >
        {operationId === null ? forms[asked.act] : <OperationProgress id={operationId} onClose={onClose} />}
      </Modal>
      {exporting ? (
        <ExportDialog target={asked.target} count={asked.count} onClose={() => setExporting(false)} />
      ) : null}
    </>
  );
}
