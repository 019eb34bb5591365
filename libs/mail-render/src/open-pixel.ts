import { escapeHtml } from './escape.js';
import type { HtmlToken } from './html-tokens.js';
import type { Segment } from './segments.js';

/** The invisible image whose loading counts as an open (M-30). The empty alt keeps screen readers silent. */
export const openPixel: Segment = ({ openUrl }) =>
  openUrl === null
    ? ''
    : `<img src="${escapeHtml(openUrl)}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">`;

/** Where the pixel goes: before the last </body>, else before the last </html>, else at the end. */
export function pixelPosition(tokens: readonly HtmlToken[], length: number): number {
  for (const name of ['body', 'html']) {
    const close = tokens.findLast((token) => token.type === 'close' && token.name === name);
    if (close !== undefined) return close.start;
  }
  return length;
}
