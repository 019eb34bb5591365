import { Button, Modal, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendarTime, IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { notify } from '../../lib/notify';
import { tokyoInstant, tokyoWallTime } from '../../lib/tokyo-time';
import { ConfirmButton } from '../../ui/confirm-button';
import { ProblemAlert } from '../../ui/problem-alert';
import { useMay } from '../users/session.api';
import { useMoveDelivery, useReschedule, type Delivery, type DeliveryMove } from './delivery.api';
import { handedOverCount, waitingCount } from './delivery-numbers';
import { StartField } from './start-field';

const DONE = { pause: 'paused', resume: 'resumed', cancel: 'canceled' } as const satisfies Record<DeliveryMove, string>;

/** What an operator can do with a delivery in its state, each asked first with the numbers it concerns. */
export function DeliveryActions({ delivery, size }: { delivery: Delivery; size?: 'xs' }) {
  const mayRun = useMay('delivery.run');
  if (!mayRun) return null;
  const { state } = delivery;
  const isScheduled = state === 'scheduled';
  return (
    <>
      {isScheduled ? <RescheduleButton delivery={delivery} size={size} /> : null}
      {state === 'sending' ? <MoveButton move="pause" delivery={delivery} size={size} /> : null}
      {state === 'paused' ? <MoveButton move="resume" delivery={delivery} size={size} /> : null}
      {isScheduled || state === 'sending' || state === 'paused' ? (
        <MoveButton move="cancel" delivery={delivery} size={size} />
      ) : null}
    </>
  );
}

const ICONS = {
  pause: <IconPlayerPause size={16} />,
  resume: <IconPlayerPlay size={16} />,
  cancel: <IconX size={16} />,
};

function MoveButton({ move, delivery, size }: { move: DeliveryMove; delivery: Delivery; size?: 'xs' }) {
  const { t } = useTranslation();
  const mutation = useMoveDelivery(delivery.id);
  const text = useMoveText(move, delivery);
  return (
    <ConfirmButton
      label={t(`delivery.action.${move}`)}
      button={{ variant: move === 'resume' ? 'filled' : 'default', leftSection: ICONS[move], size }}
      title={t(`delivery.action.${move}Title`)}
      text={text}
      confirmLabel={t(`delivery.action.${move}Confirm`)}
      danger={move === 'cancel'}
      onConfirm={async () => {
        await mutation.mutateAsync(move);
        notify(t(`delivery.action.${DONE[move]}`));
      }}
    />
  );
}

/** A delivery that has not begun is spoken of by its time, one that has by its numbers. */
function useMoveText(move: DeliveryMove, delivery: Delivery): string {
  const { t } = useTranslation();
  const format = useFormat();
  if (delivery.state === 'scheduled' || delivery.startedAt === null)
    return t(`delivery.action.${move}ScheduledText`, { at: format.shortDateTime(delivery.startsAt) });
  return t(`delivery.action.${move}Text`, {
    count: waitingCount(delivery),
    done: format.number(handedOverCount(delivery.counts)),
  });
}

function RescheduleButton({ delivery, size }: { delivery: Delivery; size?: 'xs' }) {
  const { t } = useTranslation();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size={size} leftSection={<IconCalendarTime size={16} />} onClick={dialog.open}>
        {t('delivery.action.reschedule')}
      </Button>
      <Modal
        opened={opened}
        onClose={dialog.close}
        title={t('delivery.action.rescheduleTitle')}
        closeButtonProps={{ 'aria-label': t('app.action.close') }}
      >
        <RescheduleForm delivery={delivery} onDone={dialog.close} />
      </Modal>
    </>
  );
}

function RescheduleForm({ delivery, onDone }: { delivery: Delivery; onDone: () => void }) {
  const { t } = useTranslation();
  const [start, setStart] = useState<string | null>(tokyoWallTime(delivery.startsAt));
  const [openedAt] = useState(Date.now);
  const reschedule = useReschedule(delivery.id);
  const isPast = start !== null && Date.parse(tokyoInstant(start)) < openedAt;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (start === null || isPast) return;
        reschedule.mutate(tokyoInstant(start), {
          onSuccess: () => {
            notify(t('delivery.action.rescheduled'));
            onDone();
          },
        });
      }}
    >
      <Stack>
        <StartField value={start} onChange={setStart} error={isPast ? t('delivery.new.past') : null} />
        <ProblemAlert error={reschedule.error} />
        <Button type="submit" loading={reschedule.isPending} disabled={start === null || isPast}>
          {t('delivery.action.rescheduleConfirm')}
        </Button>
      </Stack>
    </form>
  );
}
