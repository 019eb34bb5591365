import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './preview.module.css';

export type Device = 'desktop' | 'phone';

/** Widths a mail is looked at in: a mail program's reading pane, a telephone. */
const WIDTHS: Record<Device, number> = { desktop: 720, phone: 375 };

/** No script, no font, no frame: only what a mail program would load (security.md 4). */
const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'">`;

/** A mail's HTML in a sandboxed frame, at its real width and scaled down to the room there is. */
export function PreviewFrame({ html, device }: { html: string; device: Device }) {
  const { t } = useTranslation();
  const { ref, width, height } = useElementSize();
  const source = useMemo(() => withPolicy(html), [html]);
  const wanted = WIDTHS[device];
  const scale = width === 0 ? 1 : Math.min(1, width / wanted);
  return (
    <div ref={ref} className={classes.stage} data-device={device}>
      <iframe
        className={classes.frame}
        title={t('mailings.preview.frame', { device: t(`mailings.preview.${device}`) })}
        sandbox=""
        srcDoc={source}
        style={{
          width: Math.max(wanted, width),
          height: height === 0 ? '100%' : height / scale,
          transform: `scale(${scale})`,
        }}
      />
    </div>
  );
}

/** Inside <head> where there is one, after the doctype otherwise, so that the page keeps its rendering mode. */
function withPolicy(html: string): string {
  const head = /<head\b[^>]*>/i.exec(html);
  if (head) return html.slice(0, head.index + head[0].length) + POLICY + html.slice(head.index + head[0].length);
  const doctype = /^\s*<!doctype[^>]*>/i.exec(html)?.[0] ?? '<!doctype html>';
  return doctype + POLICY + html.replace(/^\s*<!doctype[^>]*>/i, '');
}
