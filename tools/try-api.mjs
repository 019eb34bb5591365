// npm run try:api: the main story of Kubari over its HTTP API, against a running `npm start` of the same KUBARI_DATA.
// KUBARI_EMAIL and KUBARI_PASSWORD name an administrator; on a new installation one is made and its password printed.
// Every run adds a group, customers and a mailing of its own; mails go to the local sandbox, and nowhere else.
import { randomBytes } from 'node:crypto';
import { Refusal, main } from './bootstrap.mjs';
import { dataFolder, readRuntimeFile } from './installation.mjs';
import { KubariClient, Problem, Sandbox } from './try-api/client.mjs';
import { decodeCp932, encodeCp932, parseCsv } from './try-api/cp932.mjs';
import { chapter, check, must, patiently, same, step, StoryEnds, totals } from './try-api/steps.mjs';

const BROWSER = {
  'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1',
};
const TARGET_URL = 'https://www.example.co.jp/spring?from=mail&lang=ja';

/** Makes the addresses and names of this run its own. */
const run = Date.now().toString(36);
const address = (name) => `${name}.${run}@example.jp`;
const READER = address('hanako');
const DOCOMO = `taro..${run}@docomo.ne.jp`;
const LEAVER = address('jiro');
const QUIET = address('saburo');
const BOUNCER = `gone.${run}+sim-hard@example.jp`;
const COMPLAINER = `angry.${run}+sim-complain@example.jp`;

await main(async () => {
  const runtime = readRuntimeFile(dataFolder());
  if (!runtime)
    throw new Refusal(`Nothing runs on the data in ${dataFolder()}: npm start first (with the same KUBARI_DATA).`);
  if (!runtime.inboxUrl) throw new Refusal('This installation sends through Amazon SES: try it with the sandbox only.');
  const api = new KubariClient(runtime.dashboardUrl);
  const sandbox = new Sandbox(runtime.inboxUrl);
  try {
    await signIn(api, runtime.setupUrl);
    const place = await prepare(api);
    await importCustomers(api, place);
    const mailing = await compose(api, sandbox, place);
    await putOffAndCancel(api, place, mailing);
    const delivery = await deliver(api, sandbox, place, mailing);
    const mails = await receive(sandbox, delivery);
    await react(api, place, mails);
    await lookAtResults(api, delivery);
    await comeBack(api, place);
  } catch (error) {
    if (!(error instanceof StoryEnds)) throw error;
    console.log('\nThe rest needs this step: the story ends here.');
  }
  const { count, failedCount } = totals();
  console.log(`\n${count - failedCount} ok, ${failedCount} failed`);
  process.exit(failedCount === 0 ? 0 : 1);
});

async function signIn(api, setupUrl) {
  chapter('Sign in');
  const { needed } = await step(
    'whether the first administrator is missing',
    () => api.get('/api/setup'),
    (r) => (r.needed ? 'yes' : 'no'),
  );
  const email = process.env.KUBARI_EMAIL || 'admin@example.jp';
  const password = process.env.KUBARI_PASSWORD || randomBytes(12).toString('base64url');
  if (!needed && !(process.env.KUBARI_EMAIL && process.env.KUBARI_PASSWORD))
    throw new Refusal('This installation has users: name an administrator with KUBARI_EMAIL and KUBARI_PASSWORD.');
  if (needed) {
    const token = new URL(setupUrl).searchParams.get('token');
    await step(
      'make the first administrator with the one-time token',
      () => api.openSession('/api/setup', { token, name: '管理者', email, password }),
      () => (process.env.KUBARI_PASSWORD ? email : `KUBARI_EMAIL=${email} KUBARI_PASSWORD=${password}`),
    );
  }
  await check('a wrong password is refused', () =>
    refused(401, 'sign-in-failed', () =>
      new KubariClient(api.url).openSession('/api/session', { email, password: 'not the password' }),
    ),
  );
  await step(
    'sign in',
    () => api.openSession('/api/session', { email, password }),
    (user) => `${user.email}, role ${user.role}`,
  );
  await check('without the CSRF token nothing changes', () =>
    refused(403, 'csrf-refused', () => api.withoutCsrfToken().post('/api/groups', { name: 'never' })),
  );
}

/** Settings, sender, fields and group: made once, but for the group, which every run has of its own. */
async function prepare(api) {
  chapter('Prepare');
  const settings = await api.get('/api/settings');
  const organisationName = settings.organisationName || 'くばり商店';
  await step(
    'say who sends',
    () => api.patch('/api/settings', { organisationName }),
    (s) => s.organisationName,
  );
  const senders = await api.all('/api/sender-addresses');
  const sender = await step(
    'a sender address',
    async () =>
      senders.find(({ email }) => email === 'news@example.co.jp') ??
      api.post('/api/sender-addresses', { email: 'news@example.co.jp', displayName: 'くばり商店' }),
    (s) => `${s.displayName} <${s.email}>`,
  );
  const { items } = await api.get('/api/customer-fields');
  const field = (label, rest) =>
    items.find((one) => one.label === label) ?? api.post('/api/customer-fields', { label, ...rest });
  const fields = await step(
    'custom fields',
    async () => ({
      name: await field('お名前', { type: 'text', searchable: true, mergeDefault: 'お客さま' }),
      company: await field('会社名', { type: 'text' }),
      rank: await field('会員ランク', { type: 'single_choice', choices: [{ label: 'ゴールド' }, { label: '一般' }] }),
      visited: await field('最終来店日', { type: 'date' }),
    }),
    (f) =>
      Object.values(f)
        .map(({ label }) => label)
        .join(', '),
  );
  const group = await step(
    'a delivery group',
    () => api.post('/api/groups', { name: `API ${run}`, senderAddressId: sender.id }),
    (g) => g.name,
  );
  return { organisationName, sender, fields, group };
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

async function importCustomers(api, { fields, group }) {
  chapter('Import a CP932 file into the group');
  const file = customersCsv();
  const { id } = await step(
    'announce it',
    () => api.post('/api/imports', { fileName: '顧客①.csv', fileBytes: file.length }),
    (i) => `${file.length} bytes`,
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

async function compose(api, sandbox, { sender, group, organisationName }) {
  chapter('Compose');
  const content = {
    groupId: group.id,
    senderAddressId: sender.id,
    format: 'html',
    subject: '{{お名前}}様、春の新作のご案内【①㈱髙】',
    htmlBody: `<p>{{お名前}}様({{会社名|個人のお客さま}})</p><p><a href="${TARGET_URL.replace('&', '&amp;')}">春の新作を見る</a></p>
<p>${organisationName}<br><a href="{{unsubscribe_url}}">配信停止はこちら</a></p>`,
  };
  const draft = await step('a mailing that lacks its unsubscribe link', () =>
    api.post('/api/mailings', { ...content, htmlBody: '<p>{{存在しない}}</p>' }),
  );
  await check('the checks name what is wrong', async () => {
    const codes = (await api.get(`/api/mailings/${draft.id}/checks`))
      .filter(({ severity }) => severity === 'error')
      .map(({ code }) => code);
    same('errors', codes.toSorted(), ['unknown-merge-tag', 'unsubscribe-link-missing']);
    return codes.join(', ');
  });
  await check('it cannot be delivered', () =>
    refused(422, 'invalid-request', () => api.post('/api/deliveries', { mailingId: draft.id, groupId: group.id })),
  );
  const mailing = await step(
    'write it properly',
    () => api.patch(`/api/mailings/${draft.id}`, { ...content, version: draft.version }),
    (m) => m.subject,
  );
  await check('an edit of an older version is refused', () =>
    refused(409, 'mailing-changed-meanwhile', () =>
      api.patch(`/api/mailings/${draft.id}`, { subject: '古い', version: draft.version }),
    ),
  );
  const [reader] = (await api.get(`/api/customers?q=${READER}`)).items;
  await check('preview as a customer', async () => {
    const { subject, html, problems } = await api.post(`/api/mailings/${mailing.id}/preview`, {
      customerId: reader.id,
    });
    same('subject', subject, '髙橋 花子様、春の新作のご案内【①㈱髙】');
    must(html.includes('①㈱髙島商店'), 'the company is not in the HTML');
    same(
      'problems',
      problems.filter(({ severity }) => severity === 'error'),
      [],
    );
    return subject;
  });
  const colleague = address('colleague');
  await check('a test to a colleague', async () => {
    const { results } = await api.post(`/api/mailings/${mailing.id}/test-send`, {
      to: [colleague],
      customerId: reader.id,
    });
    same('result', results[0], { to: colleague, outcome: 'accepted' });
    const [mail] = await sandbox.messagesTo(colleague);
    must(mail?.subject.includes('髙橋 花子様'), `the mail in the inbox is about ${mail?.subject}`);
    return mail.subject;
  });
  await check('nothing is wrong any more', async () =>
    same('checks', await api.get(`/api/mailings/${mailing.id}/checks`), []),
  );
  return mailing;
}

async function putOffAndCancel(api, { group }, mailing) {
  chapter('Schedule, pause, resume, cancel');
  const startsAt = new Date(Date.now() + 86_400_000).toISOString();
  const { id } = await step(
    'a delivery for tomorrow',
    () => api.post('/api/deliveries', { mailingId: mailing.id, groupId: group.id, startsAt }),
    (d) => d.state,
  );
  for (const [verb, state] of [
    ['pause', 'paused'],
    ['resume', 'scheduled'],
    ['cancel', 'canceled'],
  ])
    await check(verb, async () => same('state', (await api.post(`/api/deliveries/${id}/${verb}`)).state, state));
  await check('what was canceled cannot go on', () =>
    refused(409, null, () => api.post(`/api/deliveries/${id}/resume`)),
  );
}

async function deliver(api, sandbox, { group }, mailing) {
  chapter('Deliver at once');
  await check('the estimate', async () => {
    const { funnel, estimatedSeconds } = await api.post('/api/deliveries/estimate', { mailingId: mailing.id });
    same('funnel', funnel, {
      members: 6,
      filteredOut: 0,
      stopped: 0,
      banned: 0,
      customerError: 0,
      invalidAddress: 0,
      recipients: 6,
    });
    return `6 of 6, ${estimatedSeconds} s`;
  });
  const listening = new AbortController();
  let deliveryId;
  const heard = api.follow(
    '/api/progress',
    ({ deliveries }) => deliveries.some(({ id }) => id === deliveryId),
    listening.signal,
  );
  const order = { mailingId: mailing.id, groupId: group.id, startsAt: null, idempotencyKey: `try-api-${run}` };
  const { id } = await step(
    'deliver',
    () => api.post('/api/deliveries', order),
    (d) => `delivery ${d.id}, ${d.state}`,
  );
  deliveryId = id;
  await check('the same request with the same key makes no second delivery', async () =>
    same('id', (await api.post('/api/deliveries', order)).id, id),
  );
  const sent = await step(
    'wait until it is sent',
    () =>
      patiently(
        () => api.get(`/api/deliveries/${id}`),
        ({ state }) => ['sent', 'failed', 'paused'].includes(state),
      ),
    (d) => d.state,
  );
  await check('sent, to six people', () => {
    same('delivery', sent, { state: 'sent', holdReason: null, recipientCount: 6 });
    same('nobody waits', sent.counts, { pending: 0, submitting: 0, unknown: 0, held: 0, failed: 0 });
  });
  setTimeout(() => listening.abort(), 3000);
  await check('the progress stream told of it', async () =>
    same(
      'heard',
      (await heard).some(({ deliveries }) => deliveries.some((d) => d.id === id)),
      true,
    ),
  );
  await check('exactly one copy each', async () => same('copies', (await sandbox.messagesWithTag('m', id)).length, 6));
  return sent;
}

/** The mails in the inbox by what people would do with them. */
async function receive(sandbox, delivery) {
  chapter('Receive');
  const found = await sandbox.messagesWithTag('m', delivery.id);
  const mailTo = async (email) => {
    const mail = found.find(({ to }) => to.some((one) => one.replaceAll('"', '') === email));
    must(mail, `no mail to ${email}`);
    return sandbox.message(mail.id);
  };
  const mails = await step(
    'find the mails in the inbox',
    async () => ({
      reader: await mailTo(READER),
      docomo: await mailTo(DOCOMO),
      leaver: await mailTo(LEAVER),
      quiet: await mailTo(QUIET),
    }),
    ({ docomo }) => `also ${docomo.to[0]}`,
  );
  await check('values are merged, defaults where there is none', () => {
    same('subject', mails.reader.subject, '髙橋 花子様、春の新作のご案内【①㈱髙】');
    same('subject', mails.quiet.subject, 'お客さま様、春の新作のご案内【①㈱髙】');
    must(mails.leaver.html.includes('個人のお客さま'), 'the default of 会社名 is not there');
    must(mails.reader.text.includes('春の新作を見る'), 'there is no text alternative');
  });
  await check('one-click unsubscribe is in the headers (RFC 8058)', () =>
    same('unsubscribe', mails.leaver.unsubscribe, { oneClick: true }),
  );
  return mails;
}

async function react(api, { group }, { reader, docomo, leaver, quiet }) {
  chapter('Open, click, unsubscribe');
  const pixelOf = ({ html }) => /src="(http[^"]+\/o\/[^"]+\.gif)"/.exec(html)?.[1];
  await check('a reader loads the pictures', async () => {
    const response = await fetch(pixelOf(reader), { headers: BROWSER });
    same(
      'pixel',
      { status: response.status, type: response.headers.get('content-type') },
      { status: 200, type: 'image/gif' },
    );
  });
  await check('a robot loads them too', async () =>
    same('status', (await fetch(pixelOf(quiet), { headers: { 'user-agent': 'python-requests/2.32' } })).status, 200),
  );
  const tracked = reader.links.find((link) => /\/c\//.test(link));
  await check('the reader follows a link', async () => {
    const response = await fetch(tracked, { headers: BROWSER, redirect: 'manual' });
    same(
      'redirect',
      { status: response.status, to: response.headers.get('location') },
      { status: 302, to: TARGET_URL },
    );
    return tracked.slice(0, 60) + '…';
  });
  await check('a forged link leads nowhere', async () => {
    const forged = tracked.replace(/\/c\/(.)/, (_, first) => `/c/${first === 'A' ? 'B' : 'A'}`);
    same('status', (await fetch(forged, { headers: BROWSER, redirect: 'manual' })).status, 404);
  });
  const stateOf = async (email) => (await api.all(`/api/groups/${group.id}/members`)).find((m) => m.email === email);
  const { url } = leaver.unsubscribe;
  await check('looking at the unsubscribe page changes nothing', async () => {
    same('status', (await fetch(url, { headers: BROWSER })).status, 200);
    same('state', await stateOf(LEAVER), { deliveryState: 'active' });
  });
  await check('one click of the mail program stops the mails (POST of RFC 8058)', async () => {
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    same('status', response.status, 200);
    same('membership', await stateOf(LEAVER), { deliveryState: 'stopped', stateChangedVia: 'one_click' });
  });
  await check('the button of the page does the same', async () => {
    const response = await fetch(docomo.unsubscribe.url, {
      method: 'POST',
      headers: BROWSER,
      body: new URLSearchParams(),
    });
    same('status', response.status, 200);
    same('membership', await stateOf(DOCOMO), { deliveryState: 'stopped', stateChangedVia: 'unsubscribe_page' });
  });
  await check('the complaint arrives and stops the mails', async () => {
    const membership = await patiently(
      () => stateOf(COMPLAINER),
      (m) => m?.deliveryState === 'stopped',
    );
    same('membership', membership, { deliveryState: 'stopped', stateChangedVia: 'complaint' });
  });
  await check('the bounce arrives and puts the customer in error', async () => {
    const membership = await patiently(
      () => stateOf(BOUNCER),
      (m) => m?.customerStatus === 'error',
    );
    same('membership', membership, { customerStatus: 'error', deliveryState: 'active' });
  });
}

async function lookAtResults(api, delivery) {
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
  for (const [result, people] of [
    ['opened', [READER]],
    ['clicked', [READER]],
    ['bounced', [BOUNCER]],
    ['complained', [COMPLAINER]],
    ['unsubscribed', [LEAVER, DOCOMO]],
  ])
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

async function comeBack(api, { group }) {
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

/** Passes when the call is refused with this status (and code). */
async function refused(status, code, call) {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    same('refusal', { status: error.status, code: code === null ? null : error.code }, { status, code });
    return `${error.status} ${error.code}`;
  }
  throw new Error('it was not refused');
}
