// What Kubari says came of it.
import { decodeCp932, encodeCp932, parseCsv } from './cp932.mjs';
import { BOUNCER, COMPLAINER, DOCOMO, LEAVER, QUIET, READER, TARGET_URL } from './people.mjs';
import { chapter, check, must, patiently, same, step } from './steps.mjs';

export async function lookAtResults(api, delivery) {
  chapter('History and report');
  const expected = {
    recipientCount: 6,
    waitingCount: 0,
    acceptedCount: 6,
    successCount: 5,
    errorCount: 1,
    bouncedHardCount: 1,
    bouncedSoftCount: 0,
    unknownCount: 0,
    heldCount: 0,
    complainedCount: 1,
    openedCount: 1,
    clickedCount: 1,
    unsubscribedCount: 2,
  };
  const complete = ({ figures }) =>
    figures.deliveredCount === 5 && figures.complainedCount === 1 && figures.clickedCount === 1;
  const detail = await step(
    'history',
    () => patiently(() => api.get(`/api/history/${delivery.id}`), complete),
    ({ figures }) => `delivered ${figures.deliveredCount}, opened ${figures.openedCount}`,
  );
  await check('its numbers', () => same('figures', detail.figures, expected));
  await check('the report says the same', async () => {
    const report = await api.get(`/api/reports/deliveries/${delivery.id}`);
    same('figures', report.figures, expected);
    same('link', report.links[0], { url: TARGET_URL, clickerCount: 1, clickCount: 1, botClickCount: 0 });
    same('first hour', report.byHour[0], { hour: 0, openedCount: 1, clickedCount: 1 });
    same('funnel', report.funnel, { members: 6, recipients: 6 });
  });
  const behind = {
    opened: [READER],
    clicked: [READER],
    bounced: [BOUNCER],
    complained: [COMPLAINER],
    unsubscribed: [LEAVER, DOCOMO],
  };
  for (const [result, people] of Object.entries(behind))
    await check(`who ${result}`, async () => {
      const items = await api.all(`/api/history/${delivery.id}/recipients?result=${result}`);
      same('people', items.map(({ email }) => email).toSorted(), people.toSorted());
      return people.join(', ');
    });
  await check('all six as a file for Excel', async () => {
    const [heading, ...rows] = parseCsv(
      decodeCp932(await api.download(`/api/history/${delivery.id}/recipients.csv?encoding=cp932`)),
    );
    same('heading', heading.slice(0, 2), ['メールアドレス', '配信結果']);
    const results = Object.fromEntries(rows.map(([email, result]) => [email, result]));
    same('results', results, {
      [READER]: '成功',
      [DOCOMO]: '成功',
      [BOUNCER]: 'エラー(恒久的)',
      [COMPLAINER]: '迷惑メール報告',
    });
    same('clicked link', rows.find(([email]) => email === READER)?.[6], TARGET_URL);
    return `${rows.length} rows`;
  });
  await check('the time line of the reader', async () => {
    const [reader] = (await api.get(`/api/customers?q=${READER}`)).items;
    const kinds = (await api.get(`/api/customers/${reader.id}/timeline`)).items.map(({ kind }) => kind);
    must(
      ['mailed', 'opened', 'clicked'].every((kind) => kinds.includes(kind)),
      `it tells of ${kinds.join(', ')}`,
    );
    return kinds.join(', ');
  });
}

export async function comeBack(api, { group }) {
  chapter('Afterwards');
  await check('the next delivery would leave out four', async () => {
    const { funnel } = await api.post('/api/deliveries/estimate', { groupId: group.id });
    same('funnel', funnel, { members: 6, stopped: 3, customerError: 1, recipients: 2 });
  });
  await check('an import does not bring back who left', async () => {
    const file = encodeCp932(`メールアドレス\r\n${LEAVER}\r\n${COMPLAINER}\r\n${QUIET}\r\n`);
    const { id } = await api.post('/api/imports', { fileName: 'again.csv', fileBytes: file.length });
    await api.upload(`/api/imports/${id}/content`, file);
    await api.post(`/api/imports/${id}/start`, {
      encoding: 'cp932',
      delimiter: ',',
      hasHeader: true,
      mapping: ['email'],
      overwrite: true,
      emptyCells: 'keep',
      groupId: group.id,
    });
    const { counts } = await patiently(
      () => api.get(`/api/imports/${id}`),
      ({ state }) => ['finished', 'failed'].includes(state),
    );
    same('counts', counts, { rows: 3, success: 1, failed: 0, other: 0, stopped: 2 });
    same('members', (await api.get(`/api/groups/${group.id}`)).members, { total: 6, active: 3, stopped: 3, banned: 0 });
    return '2 rows are 配信停止';
  });
}
