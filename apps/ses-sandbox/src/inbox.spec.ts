import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aBench, MIME, type Bench } from './clients.fixture.js';
import type { MessageSummary, MessageView } from './index.js';

let bench: Bench;
beforeEach(async () => {
  bench = await aBench();
});
afterEach(() => bench.close());

const list = async (query = '') =>
  (await bench.control('GET', `messages?${query}`)).body as unknown as {
    messages: MessageSummary[];
    nextBefore?: number;
  };
const subjects = async (query: string) => (await list(query)).messages.map(({ to }) => to[0]);
const raw = (text: string) => ({ Content: { Raw: { Data: Buffer.from(text) } } });

describe('the list', () => {
  test('newest first, in pages, found by recipient, words and tag', async () => {
    for (const name of ['a', 'b', 'c']) await bench.send(`${name}@example.jp`);
    expect(await subjects('')).toEqual(['c@example.jp', 'b@example.jp', 'a@example.jp']);
    const page = await list('limit=2');
    expect(await subjects(`limit=2&before=${page.nextBefore}`)).toEqual(['a@example.jp']);
    expect(await subjects('to=B@example.jp')).toEqual(['b@example.jp']);
    expect(await subjects(`q=${encodeURIComponent('月次')}`)).toHaveLength(3);
    expect(await subjects('q=nothing')).toEqual([]);
    expect(await subjects('tag=d:a-example-jp')).toEqual(['a@example.jp']);
  });

  test('the outcome of a mail is the gravest of its events', async () => {
    await bench.send('a+sim-complain@example.jp');
    await bench.events(3);
    expect((await list()).messages[0]).toMatchObject({ outcome: 'complained', subject: '月次のお知らせ' });
  });
});

describe('one mail', () => {
  test('headers, both texts, links, unsubscribe header, events and both sources', async () => {
    const id = await bench.send(
      'taro@example.jp',
      raw(`X-SES-CONFIGURATION-SET: kubari\r\nDate: Mon, 1 Jan 2001 00:00:00 +0900\r\n${MIME}`),
    );
    await bench.events(2);
    const view = (await bench.control('GET', `messages/${id}`)).body as unknown as MessageView;
    expect(view.from).toBe('配信元 <news@example.co.jp>');
    expect(view.text).toContain('こんにちは');
    expect(view.html).toBe('<p>こん <a href="https://example.co.jp/b?x=1&amp;y=2">b</a></p>');
    expect(view.links).toEqual(['https://example.co.jp/b?x=1&y=2', 'https://example.co.jp/a']);
    expect(view.unsubscribe).toMatchObject({
      url: 'https://example.co.jp/u/abc',
      mailto: 'mailto:u@example.co.jp',
      oneClick: true,
    });
    expect(view.events.map(({ type }) => type)).toEqual(['Send', 'Delivery']);
    expect(view.original).toContain('Message-ID: <own.1@example.co.jp>');
    // T2
    expect(view.source).toContain(`Message-ID: <${id}@ap-northeast-1.amazonses.com>`);
    expect(view.source).toMatch(/^Return-Path: </);
    expect(view.source).toMatch(/Feedback-ID: ::1\.ap-northeast-1\./);
    expect(view.source).not.toMatch(/own\.1@|X-SES-CONFIGURATION-SET|2001 00:00:00/);
    expect(view.source.match(/^Date: /gm)).toHaveLength(1);
  });

  test('links of a plain text end where a mail program would end them', async () => {
    const text =
      '詳細 (https://a.example/1)はこちら。https://a.example/wiki_(x), <https://a.example/3>「https://a.example/4」';
    const body = Buffer.from(text).toString('base64');
    const id = await bench.send(
      'a@example.jp',
      raw(
        `From: news@example.co.jp\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}`,
      ),
    );
    const view = (await bench.control('GET', `messages/${id}`)).body as unknown as MessageView;
    const [one, two, three, four] = ['1', 'wiki_(x)', '3', '4'].map((path) => `https://a.example/${path}`);
    expect(view.links).toEqual([one, two, three, four]);
  });

  test('its HTML comes with a policy that lets no script run, pictures in place, held back on request', async () => {
    const html = '<img src="cid:logo@x"><script>alert(1)</script>';
    const id = await bench.send(
      'a@example.jp',
      raw(
        [
          'From: a@example.jp',
          'Content-Type: multipart/related; boundary=b',
          '',
          '--b',
          'Content-Type: text/html',
          '',
          html,
          '--b',
          'Content-Type: image/png',
          'Content-ID: <logo@x>',
          'Content-Transfer-Encoding: base64',
          '',
          'AAAA',
          '--b--',
        ].join('\r\n'),
      ),
    );
    const shown = await fetch(`${bench.sandbox.url}/_sandbox/messages/${id}/html`);
    const policy = shown.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none'.*img-src http: https: data:.*sandbox allow-popups/);
    expect(policy).not.toContain('script');
    expect(await shown.text()).toContain('<img src="data:image/png;base64,AAAA">');
    const held = await fetch(`${bench.sandbox.url}/_sandbox/messages/${id}/html?images=0`);
    expect(held.headers.get('content-security-policy')).toContain('img-src data:;');
  });

  test('events are played by hand and published', async () => {
    const id = await bench.send('taro+sim-silent@example.jp');
    expect((await bench.control('POST', `messages/${id}/events`, { type: 'bounce' })).status).toBe(202);
    bench.sandbox.playEvent(id, 'complaint');
    expect((await bench.events(3)).map(({ eventType }) => eventType)).toEqual(['Send', 'Bounce', 'Complaint']);
    expect(await bench.control('POST', `messages/${id}/events`, { type: 'explosion' })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('bounce') },
    });
    expect((await bench.control('POST', 'messages/none/events', { type: 'bounce' })).status).toBe(404);
  });
});

describe('unsubscribing with one click', () => {
  let site: Server;
  let posts: string[];
  beforeEach(async () => {
    posts = [];
    site = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        posts.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`);
        response.end('stopped');
      });
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => site.close(resolve)));

  const mailWith = (...headers: string[]) =>
    bench.send('a@example.jp', raw(['From: a@example.jp', ...headers, '', 'x'].join('\r\n')));
  const siteUrl = () => `http://127.0.0.1:${(site.address() as AddressInfo).port}/u/1`;

  test('sends the POST of RFC 8058 and shows the answer', async () => {
    const id = await mailWith(
      `List-Unsubscribe: <mailto:x@example.jp>, <${siteUrl()}>`,
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    );
    expect((await bench.control('POST', `messages/${id}/unsubscribe`)).body).toMatchObject({
      url: siteUrl(),
      status: 200,
      body: 'stopped',
    });
    expect(posts).toEqual(['POST /u/1 application/x-www-form-urlencoded List-Unsubscribe=One-Click']);
  });

  test('does not POST where the mail does not offer it', async () => {
    const id = await mailWith(`List-Unsubscribe: <${siteUrl()}>`);
    expect((await bench.control('POST', `messages/${id}/unsubscribe`)).status).toBe(409);
    expect(posts).toEqual([]);
  });
});

describe('the page', () => {
  const page = (language: string) => fetch(bench.sandbox.url, { headers: { 'accept-language': language } });

  test.each([
    ['ja', 'ja', '受信トレイ'],
    ['en-US,en;q=0.9,ja;q=0.8', 'en', 'Inbox'],
    ['en;q=0.5,ja;q=0.9', 'ja', '受信トレイ'],
    ['fr', 'ja', '受信トレイ'],
  ])('in %s is %s, and loads nothing from elsewhere', async (wanted, language, word) => {
    const text = await (await page(wanted)).text();
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(word);
    expect(text).not.toMatch(/(?:src|href)="https?:/);
  });

  test('its policy allows its own script and style alone', async () => {
    const response = await page('ja');
    const nonce = /nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1] ?? '';
    expect(await response.text()).toContain(`<script nonce="${nonce}">`);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('the control API', () => {
  test('refuses commands from pages of other origins', async () => {
    const post = (origin: string) =>
      fetch(`${bench.sandbox.url}/_sandbox/reset`, { method: 'POST', headers: { origin } });
    await bench.send('a@example.jp');
    expect((await post('https://evil.example')).status).toBe(403);
    expect(bench.sandbox.stats().accepted).toBe(1);
    expect((await post(bench.sandbox.url)).status).toBe(200);
    expect(bench.sandbox.stats()).toMatchObject({
      accepted: 0,
      kept: 0,
      recipients: { size: 0 },
      queues: { 'kubari-ses-events': { ready: 0 } },
    });
  });

  test('statistics: copies of every address, of every value of a tag, or the totals alone', async () => {
    await bench.send('a@example.jp');
    await bench.send('A@example.jp', { EmailTags: [{ Name: 'd', Value: 'a-example-jp' }] });
    await bench.send('b@example.jp');
    const full = (await bench.control('GET', 'stats')).body;
    expect(full).toMatchObject({
      accepted: 3,
      recipients: { size: 2, maxCopies: 2, duplicateCount: 1, duplicates: { 'a@example.jp': 2 } },
      copies: { 'a@example.jp': 2, 'b@example.jp': 1 },
    });
    const tagged = (await bench.control('GET', 'stats?tag=d')).body;
    expect(tagged).toMatchObject({
      tag: { name: 'd', size: 2, maxCopies: 2 },
      copies: { 'a-example-jp': 2, 'b-example-jp': 1 },
    });
    expect((await bench.control('GET', 'stats?summary=1')).body).not.toHaveProperty('copies');
    expect(bench.sandbox.copiesByTag('d').get('a-example-jp')).toBe(2);
  });

  test('the account is changed for a test', async () => {
    await bench.control('PATCH', 'account', { max24HourSend: 0, dailyQuotaError: 'ThrottlingException' });
    await expect(bench.send('a@example.jp')).rejects.toMatchObject({ name: 'ThrottlingException' });
    await bench.control('PATCH', 'account', { enforcementStatus: 'SHUTDOWN' });
    await expect(bench.send('a@example.jp')).rejects.toMatchObject({ name: 'AccountSuspendedException' });
  });
});
