import type { APIRequestContext, Page } from '@playwright/test';
import { testSystem } from './environment';
import { expect } from './test';

interface Message {
  readonly id: string;
  readonly subject: string;
  readonly html?: string;
  readonly links: readonly string[];
}

/** A mail reader of today; a headless browser would rightly be counted as a machine. */
const READER = {
  'User-Agent': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1',
};

/** The mail with this subject that one person got; waits until it has arrived. */
export async function mailTo(page: Page, address: string, subject: string): Promise<Message> {
  const { request } = page;
  let id: string | undefined;
  await expect
    .poll(async () => {
      const { messages } = await json<{ messages: Message[] }>(request, `messages?to=${encodeURIComponent(address)}`);
      id = messages.find((message) => message.subject === subject)?.id;
      return id;
    })
    .toBeDefined();
  return json<Message>(request, `messages/${id}`);
}

/** Loads the pictures of a mail, as a reader that shows them does. */
export async function readMail(page: Page, message: Message): Promise<void> {
  const pictures = [...(message.html ?? '').matchAll(/<img\b[^>]*\bsrc="([^"]+)"/g)].map(([, url = '']) => url);
  expect(pictures.length).toBeGreaterThan(0);
  for (const url of pictures.filter((one) => one.startsWith(testSystem().publicUrl)))
    expect((await page.request.get(url, { headers: READER })).ok()).toBe(true);
}

/** Follows the tracked link at this place among them; answers where it leads. */
export async function clickLink(page: Page, message: Message, place = 0): Promise<string | undefined> {
  const tracked = message.links.filter((url) => url.startsWith(`${testSystem().publicUrl}/c/`));
  const answer = await page.request.get(tracked[place] ?? '', { headers: READER, maxRedirects: 0 });
  return answer.headers().location;
}

/** What the unsubscribe button of a mail program does (RFC 8058). */
export async function unsubscribeWithOneClick(page: Page, message: Message): Promise<void> {
  const answer = await page.request.post(`${testSystem().inboxUrl}/_sandbox/messages/${message.id}/unsubscribe`);
  expect(answer.ok()).toBe(true);
}

async function json<T>(request: APIRequestContext, path: string): Promise<T> {
  const answer = await request.get(`${testSystem().inboxUrl}/_sandbox/${path}`);
  expect(answer.ok(), path).toBe(true);
  return (await answer.json()) as T;
}
