import { ActionIcon, Kbd, Modal, Stack, Switch, Table, Text } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { IconKeyboard } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

const KEYS = [
  { keys: ['↓', '↑'], or: ['j', 'k'], text: 'app.shortcuts.move' },
  { keys: ['Home', 'End'], text: 'app.shortcuts.ends' },
  { keys: ['Space'], text: 'app.shortcuts.choose' },
  { keys: ['Shift + Space'], or: ['Shift + ↓', 'Shift + ↑'], text: 'app.shortcuts.range' },
  { keys: ['Enter'], text: 'app.shortcuts.open' },
  { keys: ['Esc'], text: 'app.shortcuts.clear' },
  { keys: ['/'], text: 'app.shortcuts.search' },
  { keys: ['?'], text: 'app.shortcuts.help' },
] as const;

/**
 * The keys of a list page: a button with their help, and the single keys that work anywhere on the page ( / ? j k ).
 * Those can be switched off, since speech input and stray fingers trigger them (WCAG 2.1.4).
 */
export function ListShortcuts() {
  const { t } = useTranslation();
  const [opened, help] = useDisclosure(false);
  const [isOn, setOn] = useLocalStorage({
    key: 'kubari-single-key-shortcuts',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const { open } = help;
  useEffect(() => {
    if (!isOn) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (isElsewhere(event)) return;
      if (event.key === '?') open();
      else if (event.key === '/') document.querySelector<HTMLElement>('main input[type="search"]')?.focus();
      else if (event.target === document.body && /^([jk]|Arrow(Up|Down))$/.test(event.key)) passToList(event.key);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [isOn, open]);
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={34}
        visibleFrom="sm"
        aria-label={t('app.shortcuts.button')}
        title={t('app.shortcuts.button')}
        onClick={open}
      >
        <IconKeyboard size={18} />
      </ActionIcon>
      <Modal
        opened={opened}
        onClose={help.close}
        title={t('app.shortcuts.title')}
        closeButtonProps={{ 'aria-label': t('app.action.close') }}
      >
        <Stack>
          <Table withRowBorders={false} verticalSpacing={5}>
            <Table.Tbody>
              {KEYS.map((one) => (
                <Table.Tr key={one.text}>
                  <Table.Td w={210} ps={0}>
                    <Keys keys={one.keys} />
                    {'or' in one ? <Keys keys={one.or} /> : null}
                  </Table.Td>
                  <Table.Td>{t(one.text)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <Switch
            label={t('app.shortcuts.single')}
            description={t('app.shortcuts.singleHint')}
            checked={isOn}
            onChange={(event) => setOn(event.currentTarget.checked)}
          />
          <Text size="xs" c="dimmed">
            {t('app.shortcuts.where')}
          </Text>
        </Stack>
      </Modal>
    </>
  );
}

function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <>
      {keys.map((key) => (
        <Kbd key={key} size="xs" me={5} style={{ whiteSpace: 'nowrap' }}>
          {key}
        </Kbd>
      ))}
    </>
  );
}

/** Somebody types, holds another key, or is in a dialog or menu. */
function isElsewhere(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : document.body;
  return (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.isComposing ||
    target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable="true"], [role="menu"]') !==
      null ||
    document.querySelector('[role="dialog"]') !== null
  );
}

function passToList(key: string): void {
  const frame = document.querySelector<HTMLElement>('[data-list-frame]');
  frame?.focus({ preventScroll: true });
  frame?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}
