import { beforeEach, expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { answer, Refusal, requests, type SentRequest } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { ConditionChips, ConditionPicker } from './condition-picker';
import { NOTHING_CHOSEN, type Chosen } from './conditions.api';
import type { Segment } from './segments.api';

const choices = [
  { id: 'c1', label: '赤', retired: false },
  { id: 'c2', label: '青', retired: false },
];
const field = (id: string, label: string, type: string) => ({
  id,
  label,
  mergeKey: label,
  type,
  choices,
  position: 0,
  required: false,
  mergeDefault: '',
  searchable: false,
});
const segment = (id: string, name: string, conditions: object): Segment => ({
  id,
  name,
  conditions: conditions as Record<string, never>,
  sentence: { ja: `${name}の文`, en: name },
  parts: [],
  problem: null,
  warnings: [],
  createdByName: null,
  createdAt: '2026-11-20T03:00:00Z',
  updatedAt: '2026-11-20T03:00:00Z',
});
const vip = segment('5', 'お得意様', { all: [{ field: '2', op: 'any_of', values: ['c1'] }] });

/** Answers like the server: one part for each outermost condition. */
function explain({ body }: SentRequest) {
  const { conditions, withCount } = body as { conditions?: { all?: object[]; any?: object[] }; withCount: boolean };
  const parts = (conditions?.all ?? conditions?.any ?? []).map((part) => ({ ja: JSON.stringify(part), en: '' }));
  return {
    conditions: conditions ?? { all: [] },
    sentence: { ja: `文:${JSON.stringify(conditions)}`, en: '' },
    parts,
    count: withCount ? 1234 : null,
    isTooSlow: false,
  };
}

let chosen: Chosen;
beforeEach(() => {
  chosen = NOTHING_CHOSEN;
  answer('GET /api/customer-fields', () => ({
    items: [field('1', '氏名', 'text'), field('2', '色', 'single_choice'), field('3', '誕生日', 'date')],
  }));
  answer('GET /api/groups', () => ({ items: [], nextCursor: null }));
  answer('GET /api/segments', () => ({ items: [vip], nextCursor: null }));
  answer('POST /api/conditions/explain', explain);
});

function Page({ initial = NOTHING_CHOSEN }: { initial?: Chosen }) {
  const [value, setValue] = useState(initial);
  const onChange = (next: Chosen) => {
    chosen = next;
    setValue(next);
  };
  return (
    <>
      <ConditionPicker value={value} onChange={onChange} />
      <ConditionChips value={value} onChange={onChange} />
    </>
  );
}

const permissions = ['customer.read', 'group.read', 'delivery.read', 'segment.manage'] as const;

async function open(initial?: Chosen) {
  const { user } = renderPage(<Page {...(initial ? { initial } : {})} />, { permissions });
  await user.click(screen.getByRole('button', { name: '絞り込み' }));
  const dialog = within(await screen.findByRole('dialog', { name: '絞り込みの条件' }));
  await waitFor(() => expect(requests('GET /api/segments').length).toBeGreaterThan(0));
  const choose = async (name: string, at: number, option: string) => {
    await user.click((await dialog.findAllByRole('combobox', { name }))[at] as HTMLElement);
    await user.click(await screen.findByRole('option', { name: option }));
  };
  return { user, dialog, choose };
}

const tree = (): unknown => JSON.parse(chosen.conditions || 'null');

test('fields, registration, groups and reactions are offered under their headings', async () => {
  const { user, dialog } = await open();
  await user.click(dialog.getByRole('combobox', { name: '項目' }));
  for (const heading of ['顧客項目', '登録・ステータス', 'グループ', '配信の反応'])
    expect(await screen.findByText(heading)).toBeVisible();
  expect(screen.getByRole('option', { name: 'メールへの反応' })).toBeVisible();
});

test('a nested condition is built, counted, read out and applied', async () => {
  const { user, dialog, choose } = await open();
  await choose('項目', 0, '氏名');
  await user.type(dialog.getByRole('textbox', { name: '値' }), '山');
  await user.click(dialog.getByRole('button', { name: 'グループを追加' }));
  await choose('項目', 1, 'ステータス');
  await choose('値', 0, 'エラー');
  const inner = within(dialog.getByRole('group', { name: '条件のグループ' }));
  await user.click(inner.getByRole('button', { name: '条件を追加' }));
  await choose('項目', 2, '誕生日');
  expect(dialog.getByText('かつ')).toBeVisible();
  expect(dialog.getByText('または')).toBeVisible();
  const expected = {
    all: [
      { field: '1', op: 'contains', value: '山' },
      {
        any: [
          { kind: 'status', value: 'error' },
          { field: '3', op: 'relative', value: -30, to: 0 },
        ],
      },
    ],
  };
  expect(await dialog.findByText(`文:${JSON.stringify(expected)}`)).toBeVisible();
  expect(await dialog.findByText('1,234 件')).toBeVisible();
  await user.click(dialog.getByRole('button', { name: '適用する' }));
  expect(tree()).toEqual(expected);
  expect(chosen.segmentId).toBe('');
});

test('days that are typed may pass by a usual period: the boxes stay until a period is chosen', async () => {
  const { user, dialog, choose } = await open();
  await choose('項目', 0, '誕生日');
  await choose('期間', 0, '自由に指定');
  const [from, to] = dialog.getAllByRole('textbox', { name: /: 日数$/ }) as [HTMLElement, HTMLElement];
  await user.clear(to);
  await user.type(to, '0');
  await user.clear(from);
  // 7 days are a usual period, 75 are not
  await user.type(from, '75');
  expect(from).toBeInTheDocument();
  expect(from).toHaveValue('75');
  await user.click(dialog.getByRole('button', { name: '適用する' }));
  expect(tree()).toEqual({ all: [{ field: '3', op: 'relative', value: -75, to: 0 }] });
});

test('what was begun and not finished is pointed at, and not applied', async () => {
  const { user, dialog, choose } = await open();
  await choose('項目', 0, '氏名');
  expect(dialog.queryByRole('alert')).toBeNull();
  await user.click(dialog.getByRole('button', { name: '適用する' }));
  expect(dialog.getByRole('alert')).toHaveTextContent('値を入力してください');
  expect(chosen).toBe(NOTHING_CHOSEN);
  await user.click(dialog.getByRole('button', { name: 'この条件を削除' }));
  await user.click(dialog.getByRole('button', { name: '適用する' }));
  expect(chosen).toEqual(NOTHING_CHOSEN);
});

test('a count that takes too long is told honestly, and the conditions can be applied all the same', async () => {
  answer('POST /api/conditions/explain', (request) => ({ ...explain(request), count: null, isTooSlow: true }));
  const { user, dialog, choose } = await open();
  await choose('項目', 0, '色');
  await choose('値', 0, '青');
  expect(await dialog.findByText('件数の計算に時間がかかっています')).toBeVisible();
  await user.keyboard('{Escape}');
  await user.click(dialog.getByRole('button', { name: '適用する' }));
  expect(tree()).toEqual({ all: [{ field: '2', op: 'any_of', values: ['c2'] }] });
});

test('each chip is a part of the sentence, and takes its part away', async () => {
  const conditions = JSON.stringify({
    any: [
      { kind: 'status', value: 'ok' },
      { field: '1', op: 'empty' },
    ],
  });
  const { user } = renderPage(<Page initial={{ conditions, segmentId: '' }} />, { permissions });
  await user.click(await screen.findByRole('button', { name: '外す: {"kind":"status","value":"ok"}' }));
  expect(tree()).toEqual({ any: [{ field: '1', op: 'empty' }] });
});

test('conditions that the server refuses can be taken away as a whole', async () => {
  answer('POST /api/conditions/explain', () => new Refusal(422, 'invalid-request'));
  const conditions = JSON.stringify({ all: [{ field: '99', op: 'empty' }] });
  const { user } = renderPage(<Page initial={{ conditions, segmentId: '' }} />, { permissions });
  await user.click(await screen.findByRole('button', { name: '外す: 使えない条件があります' }));
  expect(chosen).toEqual(NOTHING_CHOSEN);
});

test('conditions being built are not lost by Escape', async () => {
  const { user, dialog, choose } = await open();
  await choose('項目', 0, '氏名');
  await user.type(dialog.getByRole('textbox', { name: '値' }), '山');
  await user.keyboard('{Escape}');
  await user.click(await screen.findByRole('button', { name: '入力を続ける' }));
  expect(dialog.getByRole('textbox', { name: '値' })).toHaveValue('山');
});

test('a segment is opened and applied as itself; changed, it becomes conditions of its own', async () => {
  const { user, dialog, choose } = await open();
  await choose('保存したセグメントを開く', 0, 'お得意様');
  await user.click(dialog.getByRole('button', { name: '適用する' }));
  expect(chosen).toEqual({ conditions: '', segmentId: '5' });

  await user.click(screen.getByRole('button', { name: '絞り込み' }));
  const again = within(await screen.findByRole('dialog'));
  await user.click(again.getByRole('combobox', { name: '値' }));
  await user.click(await screen.findByRole('option', { name: '青' }));
  await user.keyboard('{Escape}');
  expect(await again.findByText('変更あり')).toBeVisible();
  await user.click(again.getByRole('button', { name: '適用する' }));
  expect(chosen.segmentId).toBe('');
  expect(tree()).toEqual({ all: [{ field: '2', op: 'any_of', values: ['c1', 'c2'] }] });
});

test('conditions are saved under a name, and the segment is in force then', async () => {
  const saved = segment('8', '青い人', { all: [{ field: '2', op: 'any_of', values: ['c2'] }] });
  answer('POST /api/segments', () => saved);
  const { user, dialog, choose } = await open();
  await choose('項目', 0, '色');
  await choose('値', 0, '青');
  await user.keyboard('{Escape}');
  answer('GET /api/segments', () => ({ items: [vip, saved], nextCursor: null }));
  await user.click(dialog.getByRole('button', { name: 'セグメントとして保存' }));
  await user.type(await screen.findByLabelText(/セグメントの名前/), '青い人');
  await user.click(screen.getByRole('button', { name: '保存する' }));
  await screen.findByText('セグメント「青い人」を保存しました');
  expect(requests('POST /api/segments').at(-1)?.body).toEqual({ name: '青い人', conditions: saved.conditions });
  await user.click(dialog.getByRole('button', { name: '適用する' }));
  expect(chosen).toEqual({ conditions: '', segmentId: '8' });
});

test('who may not manage segments is not offered to save one', async () => {
  const { user } = renderPage(<Page />, { permissions: ['customer.read'] });
  await user.click(screen.getByRole('button', { name: '絞り込み' }));
  const dialog = within(await screen.findByRole('dialog'));
  await dialog.findByRole('button', { name: '適用する' });
  expect(dialog.queryByRole('button', { name: 'セグメントとして保存' })).toBeNull();
});
