// What the receivers of the mails do.
import { BOUNCER, BROWSER, COMPLAINER, DOCOMO, LEAVER, QUIET, READER, TARGET_URL } from './people.mjs';
import { chapter, check, must, patiently, same, step } from './steps.mjs';

/** The mails in the inbox by what people would do with them. */
export async function receive(sandbox, delivery) {
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

export async function react(api, { group }, { reader, docomo, leaver, quiet }) {
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
