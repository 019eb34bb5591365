import { compileMail } from '@kubari/mail-render';
import { buildMime, compileEnvelope } from '@kubari/mailer';
import { LinkTokens } from '@kubari/link-token';
import { newsletter, NEWSLETTER_KEYS } from './newsletter.js';
import type { Figure, Report, Servers } from './measure.js';

/** One template rendered and built as MIME with its three signed links, as for every recipient (goal: 40 µs). */
export function benchRender(_servers: Servers, count: number): Promise<Report> {
  const compiled = compileMail(newsletter(), { mergeKeys: NEWSLETTER_KEYS, trackLinks: true, trackOpens: true });
  const envelope = compileEnvelope({
    from: { address: 'news@example.jp', name: 'くばり商店' },
    listId: 'g1.example.jp',
  });
  const tokens = new LinkTokens({ active: 1, secrets: new Map([[1, Buffer.alloc(32, 7)]]) });
  const date = new Date(1_795_000_000_000);
  const one = (n: number): number => {
    const ids = { deliveryId: '42', recipientId: `0199f3c2-b7c0-7d3c-9a4e-${n.toString(16).padStart(12, '0')}` };
    const unsubscribeUrl = `https://m.example.jp/u/${tokens.unsubscribe({ deliveryId: '42', customerId: String(n + 1) })}`;
    const mail = compiled.render({
      values: { name: `山田太郎${n}`, points: String(n), rank: 'ゴールド', shop: '丸の内店' },
      clickBase: `https://m.example.jp/c/${tokens.click(ids)}`,
      openUrl: `https://m.example.jp/o/${tokens.open(ids)}.gif`,
      unsubscribeUrl,
    });
    return buildMime(envelope, {
      to: `customer${n}@example.jp`,
      date,
      messageId: `${ids.recipientId}.1@example.jp`,
      recipientId: ids.recipientId,
      unsubscribe: { url: unsubscribeUrl },
      ...mail,
      html: mail.html ?? undefined,
    }).length;
  };
  let bytes = 0;
  for (let n = 0; n < 2000; n++) bytes = one(n);
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let n = 0; n < count; n++) one(n);
  const used = process.cpuUsage(cpu);
  const figure: Figure = {
    name: 'render + MIME + 3 tokens',
    count,
    seconds: (performance.now() - start) / 1000,
    appCpuSeconds: (used.user + used.system) / 1e6,
    dbCpuSeconds: 0,
    extra: { 'µs CPU per recipient': (used.user + used.system) / count, 'bytes of one mail': bytes },
  };
  return Promise.resolve({
    bench: `render ${count} mails`,
    figures: [figure],
    ratios: { 'of the goal of 40 µs': (used.user + used.system) / count / 40 },
  });
}
