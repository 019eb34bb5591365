import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startMailLab, until, type Delivered, type MailLab } from './mail-lab.js';

const BROWSER = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36' };
const HANAKO = 'hanako@example.jp';
const TARO = 'taro@example.jp';
const JIRO = 'jiro@example.jp';

let lab: MailLab;
let delivered: Delivered;

beforeAll(async () => {
  lab = await startMailLab('queue');
  delivered = await lab.deliver([HANAKO, TARO, JIRO], {
    format: 'html',
    htmlBody:
      '<html><body><p><a href="https://shop.example.jp/autumn">秋の新商品</a></p><p><a href="{{unsubscribe_url}}">配信停止</a></p></body></html>',
  });
  await until(
    () => figures(),
    (seen) => seen.deliveredCount === 3,
  );
});
afterAll(() => lab.close());

interface Figures {
  readonly deliveredCount: number;
  readonly openedCount: number;
  readonly clickedCount: number;
  readonly unsubscribedCount: number;
}

async function figures(): Promise<Figures> {
  const { body } = await lab.agent.get(`/api/history/${delivered.deliveryId}`).expect(200);
  return (body as { figures: Figures }).figures;
}

/** The mail as the sandbox got it. */
function mailTo(address: string): { html: string; header(name: string): string } {
  const [summary] = lab.sandbox.messages({ to: address });
  const message = lab.sandbox.message(summary?.id ?? '');
  if (!message) throw new Error(`No mail to ${address}`);
  const all = JSON.stringify(message);
  return {
    html: message.html ?? '',
    header: (name) => new RegExp(`"${name}","(?:value":")?([^"]*)"`, 'i').exec(all)?.[1] ?? '',
  };
}

/** Links of mails carry PUBLIC_URL; this installation listens elsewhere. */
const here = (url: string): string => `${lab.api.url}${new URL(url).pathname}`;
const linkOf = (html: string, part: '/o/' | '/c/' | '/u/'): string =>
  here(new RegExp(`"(https?://[^"]*${part}[^"]*)"`).exec(html)?.[1] ?? 'http://nothing/');

describe('a delivered mail is opened, clicked and unsubscribed from', () => {
  test('images and links lead through us, and the numbers follow', async () => {
    const { html } = mailTo(HANAKO);
    expect((await fetch(linkOf(html, '/o/'), { headers: BROWSER })).status).toBe(200);
    const click = await fetch(linkOf(html, '/c/'), { headers: BROWSER, redirect: 'manual' });
    expect(click.headers.get('location')).toBe('https://shop.example.jp/autumn');
    const seen = await until(
      () => figures(),
      (now) => now.openedCount === 1 && now.clickedCount === 1,
    );
    expect(seen).toMatchObject({ openedCount: 1, clickedCount: 1, unsubscribedCount: 0 });
  });

  test('the List-Unsubscribe header unsubscribes by one POST of the mail provider', async () => {
    const url = /<(https?:[^>]+)>/.exec(mailTo(TARO).header('List-Unsubscribe'))?.[1] ?? '';
    const answer = await fetch(here(url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(answer.status).toBe(200);
  });

  test('the link in the text asks first and stops then', async () => {
    const url = linkOf(mailTo(JIRO).html, '/u/');
    expect(await (await fetch(url)).text()).toContain('配信を停止しますか');
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams({ action: 'stop' }) });
    expect(await answer.text()).toContain('配信を停止しました');
  });

  test('both are seen in history, and the next delivery goes to the one who stayed', async () => {
    await until(
      () => figures(),
      (now) => now.unsubscribedCount === 2,
    );
    const list = await lab.agent.get(`/api/history/${delivered.deliveryId}/recipients?result=unsubscribed`).expect(200);
    const emails = (list.body as { items: { email: string }[] }).items.map((item) => item.email);
    expect(emails.sort()).toEqual([JIRO, TARO].sort());
    const { body } = await lab.agent.post('/api/deliveries/estimate').send({ groupId: delivered.group.id }).expect(200);
    expect((body as { funnel: object }).funnel).toMatchObject({ members: 3, stopped: 2, recipients: 1 });
  });
});
