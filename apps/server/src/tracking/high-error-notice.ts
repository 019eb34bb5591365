import type { NoticeText } from '../settings/notice.types.js';

/** Fewer addresses than this say little of the list they come from (C-55). */
export const FEWEST_ADDRESSES = 50;
/** Above this share of errors operators are told (C-55). */
export const HIGH_ERROR_RATE = 0.1;

/** A delivery and what has become of it so far. */
export interface DeliveryErrors {
  readonly deliveryId: string;
  readonly subject: string;
  readonly groupName: string;
  /** people it has been or will be offered to */
  readonly addressCount: number;
  /** bounces, rejects, refused addresses */
  readonly errorCount: number;
}

/** 高エラー率のメール配信実行通知: whether operators are to be told. While a delivery runs, all its addresses count. */
export function isHighErrorRate({ addressCount, errorCount }: DeliveryErrors): boolean {
  return addressCount >= FEWEST_ADDRESSES && errorCount > addressCount * HIGH_ERROR_RATE;
}

/** What operators are told, in both languages. */
export function highErrorText(
  { deliveryId, subject, groupName, addressCount, errorCount }: DeliveryErrors,
  dashboardUrl: string,
): { readonly subject: NoticeText; readonly text: NoticeText } {
  const percent = ((errorCount / addressCount) * 100).toFixed(1);
  const link = `${dashboardUrl.replace(/\/$/, '')}/history/${deliveryId}`;
  const oneLine = subject.replaceAll(/\s+/g, ' ');
  return {
    subject: {
      ja: `【くばり】エラー率が高い配信があります（${percent}%）: ${oneLine}`,
      en: `[Kubari] A delivery has a high error rate (${percent}%): ${oneLine}`,
    },
    text: {
      ja: `次の配信で、エラーになったアドレスが10%を超えました。

件名: ${oneLine}
配信先: ${groupName}
配信したアドレス: ${addressCount.toLocaleString('ja-JP')}件
エラー: ${errorCount.toLocaleString('ja-JP')}件（${percent}%）

結果を見る: ${link}

エラー率が高いまま配信を続けると、受信側や Amazon SES で配信が制限されることがあります。
古い名簿を使っていないか、アドレスの入手方法に問題がないかをご確認ください。
エラーになった顧客は、以後の配信から自動で除外されます。
`,
      en: `More than 10% of the addresses of this delivery ended in an error.

Subject: ${oneLine}
Delivered to: ${groupName}
Addresses: ${addressCount.toLocaleString('en-GB')}
Errors: ${errorCount.toLocaleString('en-GB')} (${percent}%)

See the results: ${link}

Receivers and Amazon SES limit senders whose error rate stays high.
Check whether the list is old, and where its addresses come from.
Customers in error are left out of further deliveries automatically.
`,
    },
  };
}
