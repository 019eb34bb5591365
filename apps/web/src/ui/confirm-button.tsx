import { Button, Group, Modal, Stack, Text, TextInput, type ButtonProps } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from './problem-alert';

interface Confirmation {
  /** the question, e.g. この顧客を削除しますか? */
  readonly title: string;
  /** what will happen, with numbers */
  readonly text: ReactNode;
  /** the verb on the confirming button */
  readonly confirmLabel: string;
  /** a word that must be typed first, for what cannot be undone on many people */
  readonly typeToConfirm?: string;
  readonly danger?: boolean;
  /** the other button, where "cancel" could be misread */
  readonly cancelLabel?: string;
  readonly onConfirm: () => Promise<unknown>;
}

/**
 * The one way to a destructive or irreversible act: a button that asks first, stating numbers, and shows a refusal in
 * its dialog. `onConfirm` returns a promise; the dialog closes when it is fulfilled.
 */
export function ConfirmButton({
  label,
  button,
  ...confirmation
}: Confirmation & { label: ReactNode; button?: ButtonProps }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button {...button} onClick={() => setOpened(true)}>
        {label}
      </Button>
      <ConfirmDialog {...confirmation} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}

/**
 * The dialog of ConfirmButton alone, for acts that start from a menu or a switch. Controlled by `opened`/`onClose`.
 */
export function ConfirmDialog(props: Confirmation & { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const act = useMutation({ mutationFn: props.onConfirm, onSuccess: () => close() });
  const close = () => {
    setTyped('');
    act.reset();
    props.onClose();
  };
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          act.mutate();
        }}
      >
        <Stack>
          <Text component="div" size="sm">
            {props.text}
          </Text>
          {props.typeToConfirm ? (
            <TextInput
              label={t('app.confirm.type', { word: props.typeToConfirm })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
            />
          ) : null}
          <ProblemAlert error={act.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus={props.danger ? true : undefined}>
              {props.cancelLabel ?? t('app.action.cancel')}
            </Button>
            <Button
              type="submit"
              color={props.danger ? 'red.9' : undefined}
              loading={act.isPending}
              disabled={props.typeToConfirm !== undefined && typed.trim() !== props.typeToConfirm}
            >
              {props.confirmLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
