/** 日本語の文言: 配信 */
export const delivery = {
  state: {
    scheduled: '予約',
    planning: '準備中',
    sending: '配信中',
    paused: '一時停止',
    sent: '配信完了',
    canceled: '中止',
    failed: '失敗',
  },
} as const;
