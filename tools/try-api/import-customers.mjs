// A CSV file as Japanese Excel saves it, into a group.
import { decodeCp932, encodeCp932, parseCsv } from './cp932.mjs';
import { address, BOUNCER, COMPLAINER, DOCOMO, LEAVER, QUIET, READER } from './people.mjs';
import { chapter, check, patiently, same, step } from './steps.mjs';

export async function importCustomers(api, { fields, group }) {
  chapter('Import a CP932 file into the group');
  const file = customersCsv();
  const { id } = await step(
    'announce it',
    () => api.post('/api/imports', { fileName: '顧客①.csv', fileBytes: file.length }),
    () => `${file.length} bytes`,
  );
  await step(
    'upload it',
    () => api.upload(`/api/imports/${id}/content`, file),
    ({ state }) => state,
  );
  const preview = await step(
    'look at its first rows',
    () => api.get(`/api/imports/${id}/preview`),
    (p) => p.rows[1]?.slice(0, 3).join(' | '),
  );
  await check('encoding, header and columns are recognised', () => {
    const { name, company, rank, visited } = fields;
    same('preview', preview, {
      encoding: 'cp932',
      delimiter: ',',
      suggestedHasHeader: true,
      suggestedMapping: [
        'email',
        `field:${name.id}`,
        `field:${company.id}`,
        `field:${rank.id}`,
        `field:${visited.id}`,
        'ignore',
      ],
    });
  });
  const { encoding, delimiter, suggestedHasHeader: hasHeader, suggestedMapping: mapping } = preview;
  const order = { encoding, delimiter, hasHeader, mapping, overwrite: false, emptyCells: 'keep', groupId: group.id };
  await step(
    'start it',
    () => api.post(`/api/imports/${id}/start`, order),
    ({ state }) => state,
  );
  const done = await step(
    'wait for it',
    () =>
      patiently(
        () => api.get(`/api/imports/${id}`),
        (i) => ['finished', 'failed'].includes(i.state),
      ),
    (i) => JSON.stringify(i.counts),
  );
  await check('成功 6, 失敗 4, その他 1, 配信停止 0', () =>
    same('counts', done.counts, { rows: 11, success: 6, failed: 4, other: 1, stopped: 0 }),
  );
  const result = parseCsv(decodeCp932(await api.download(`/api/imports/${id}/result.csv?encoding=cp932`)));
  await check('the last column of the result says what happened to each row', () => {
    same(
      'outcomes',
      result.map((row) => row.at(-1)),
      [
        '処理結果',
        '登録',
        '登録',
        '登録',
        '登録',
        '登録',
        '登録',
        'ファイル内で重複しています',
        'メールアドレスの形式が正しくありません',
        '【最終来店日】の日付が正しくありません',
        '【会員ランク】の選択肢にない値です: プラチナ',
        'メールアドレスがありません',
      ],
    );
    return 'as expected, in CP932';
  });
  const failures = parseCsv(
    decodeCp932(await api.download(`/api/imports/${id}/result.csv?encoding=cp932&class=failed`)),
  );
  await check('the failed rows alone', () => same('rows', failures.length, 5));
  await check('the group has six members', async () =>
    same('members', (await api.get(`/api/groups/${group.id}`)).members, { total: 6, active: 6, stopped: 0, banned: 0 }),
  );
  await check('①㈱髙 came through', async () => {
    const { items } = await api.get(`/api/customers?q=${encodeURIComponent('髙橋')}&groupId=${group.id}`);
    same(
      'customers',
      items.map(({ email }) => email),
      [READER],
    );
    same('fields', items[0].fields, { [fields.company.id]: '①㈱髙島商店', [fields.visited.id]: '2026-04-01' });
  });
  await check('conditions find one field value', async () => {
    const conditions = {
      all: [
        { field: fields.rank.id, op: 'any_of', values: ['ゴールド'] },
        { kind: 'group', op: 'in', groupId: group.id },
      ],
    };
    same('count', await api.get(`/api/customers/count?conditions=${encodeURIComponent(JSON.stringify(conditions))}`), {
      count: 1,
    });
  });
}

/** A file as Japanese Excel saves it: CP932, CRLF, trailing cells missing, and rows that cannot be registered. */
function customersCsv() {
  const rows = [
    ['メールアドレス', 'お名前', '会社名', '会員ランク', '最終来店日', '備考'],
    [READER, '髙橋 花子', '①㈱髙島商店', 'ゴールド', '2026/4/1', '"引用符とカンマ, 改行\r\nを含む"'],
    [DOCOMO, '太郎', '', '一般', '2026年3月9日', '旧ドコモ'],
    [LEAVER, '次郎'],
    [QUIET],
    [BOUNCER, '不明'],
    [COMPLAINER, '苦情'],
    [READER.replace('example.jp', 'EXAMPLE.JP'), '髙橋(重複)'],
    ['これはアドレスではない', '五郎'],
    [address('rokuro'), '六郎', '', '', '2026/2/30'],
    [address('nanao'), '七緒', '', 'プラチナ'],
    ['', '名前だけ'],
  ];
  return encodeCp932(rows.map((row) => `${row.join(',')}\r\n`).join(''));
}
