import { Button, TextInput } from '@mantine/core';
import { describe, expect, test } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { Link } from 'react-router';
import { renderPage } from '../../test/render';
import { FormDialog, FormDrawer, UnsavedGuard } from './unsaved';

function Form({ onCancel }: { onCancel?: () => void }) {
  const [text, setText] = useState('');
  return (
    <>
      <UnsavedGuard isUnsaved={() => text !== ''} />
      <TextInput label="名前" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Button onClick={onCancel}>やめる</Button>
    </>
  );
}

function Page({ frame: Frame }: { frame: typeof FormDrawer | typeof FormDialog }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button onClick={() => setOpened(true)}>開く</Button>
      <Frame opened={opened} onClose={() => setOpened(false)} title="編集">
        {(close) => <Form onCancel={close} />}
      </Frame>
    </>
  );
}

type User = ReturnType<typeof renderPage>['user'];
const QUESTION = { name: '入力した内容を破棄しますか?' };

describe.each([
  ['drawer', FormDrawer, '.mantine-Drawer-overlay'],
  ['dialog', FormDialog, '.mantine-Modal-overlay'],
] as const)('a %s with a form', (_, frame, overlay) => {
  async function open() {
    const page = renderPage(<Page frame={frame} />);
    await page.user.click(screen.getByRole('button', { name: '開く' }));
    const name = await screen.findByLabelText('名前');
    return { ...page, name };
  }

  test('stays when somebody clicks beside it', async () => {
    const { user, name } = await open();
    await user.click(document.querySelector(overlay) as Element);
    expect(name).toBeVisible();
    expect(screen.queryByRole('dialog', QUESTION)).toBeNull();
  });

  test('closes by Escape while nothing was typed', async () => {
    const { user } = await open();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  test.each([
    ['Escape', (user: User) => user.keyboard('{Escape}')],
    ['×', (user: User) => user.click(screen.getByRole('button', { name: '閉じる' }))],
    ['Cancel', (user: User) => user.click(screen.getByRole('button', { name: 'やめる' }))],
  ])('asks by %s when something was typed, and keeps it until it is discarded', async (__, leave) => {
    const { user, name } = await open();
    await user.type(name, '山田');
    await leave(user);
    await screen.findByRole('dialog', QUESTION);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog', QUESTION)).toBeNull());
    expect(name).toHaveValue('山田');
    await leave(user);
    await user.click(await screen.findByRole('button', { name: '破棄する' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(screen.getByRole('button', { name: '開く' }));
    expect(await screen.findByLabelText('名前')).toHaveValue('');
  });
});

test('a page with a form asks before it is left for another', async () => {
  const { user, router } = renderPage(
    <>
      <Form />
      <Link to="/elsewhere">ほかへ</Link>
    </>,
    { at: '/here' },
  );
  await user.type(screen.getByLabelText('名前'), '山田');
  await user.click(screen.getByRole('link', { name: 'ほかへ' }));
  await user.click(await screen.findByRole('button', { name: '入力を続ける' }));
  expect(router.state.location.pathname).toBe('/here');
  expect(screen.getByLabelText('名前')).toHaveValue('山田');
  const unload = new Event('beforeunload', { cancelable: true });
  globalThis.dispatchEvent(unload);
  expect(unload.defaultPrevented).toBe(true);
  await user.click(screen.getByRole('link', { name: 'ほかへ' }));
  await user.click(await screen.findByRole('button', { name: '破棄する' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/elsewhere'));
});
