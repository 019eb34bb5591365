import { createHash } from 'node:crypto';
import { bareAddress, domainOf } from './addresses.js';
import type { Mail } from './mail.js';
import { splitHeader } from './mail-headers.js';

const OWN = /^(?:message-id|date|return-path|x-ses-[^:]*|bcc)\s*:/i;

/** The mail as SES passes it on (T2): its own Message-ID, Date, Feedback-ID and Return-Path, X-SES-* gone. Without the DKIM signatures. */
export function transmitted(mail: Mail, raw: Buffer, region: string): Buffer {
  const { headerEnd, bodyStart } = splitHeader(raw);
  const kept = raw
    .subarray(0, headerEnd)
    .toString('latin1')
    .split(/\r?\n(?![ \t])/)
    .filter((line) => line !== '' && !OWN.test(line));
  const date = new Date(mail.acceptedAt);
  const feedback = createHash('sha256')
    .update(domainOf(bareAddress(mail.from)))
    .digest('base64');
  const tag = (name: string) => mail.tags[`ses:feedback-id-${name}`] ?? '';
  const added = [
    `Return-Path: <${mail.messageId}@${region}.amazonses.com>`,
    ...kept,
    `Message-ID: <${mail.messageId}@${region}.amazonses.com>`,
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    `Feedback-ID: ${tag('a')}:${tag('b')}:1.${region}.${feedback}:AmazonSES`,
    `X-SES-Outgoing: ${date.toISOString().slice(0, 10).replaceAll('-', '.')}-54.240.11.68`,
  ];
  return Buffer.concat([Buffer.from(`${added.join('\r\n')}\r\n\r\n`, 'latin1'), raw.subarray(bodyStart)]);
}
