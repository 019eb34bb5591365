import type { Dispatcher } from 'undici';

/**
 * How far a call came: `connect` = not a byte of it was written (waiting for a socket, name, connection, TLS);
 * `request` = written, maybe in part, and no answer seen; `headers` = an answer began; `body` = its status is known;
 * `answered` = it is complete.
 */
export type CallPhase = 'connect' | 'request' | 'headers' | 'body' | 'answered';

/** What came of a call: a complete answer, or where and why it ended. */
export type CallOutcome =
  | { readonly phase: 'answered'; readonly status: number; readonly errorType?: string; readonly body: string }
  | {
      readonly phase: Exclude<CallPhase, 'answered'>;
      readonly status?: number;
      readonly errorType?: string;
      readonly code: string;
      readonly message: string;
    };

/** `code` of a call that its overall limit ended. */
export const OVERALL_TIMEOUT = 'OVERALL_TIMEOUT';

/** Follows one request through undici and settles `outcome` exactly once, at the latest after `overallMs`. */
export class HttpCall implements Dispatcher.DispatchHandler {
  readonly outcome: Promise<CallOutcome>;
  private settle: (outcome: CallOutcome) => void;
  private readonly timer: NodeJS.Timeout;
  private controller: Dispatcher.DispatchController | undefined;
  private phase: CallPhase = 'connect';
  private status: number | undefined;
  private errorType: string | undefined;
  private readonly chunks: Buffer[] = [];
  private over = false;

  constructor(overallMs: number) {
    this.outcome = new Promise((resolve) => {
      this.settle = resolve;
    });
    this.timer = setTimeout(() => this.timeOut(overallMs), overallMs);
  }

  get isOver(): boolean {
    return this.over;
  }

  /** Ends the call as failed in the phase it is in. */
  fail(code: string, message: string): void {
    const { phase, status, errorType } = this;
    if (phase !== 'answered') this.finish({ phase, status, errorType, code, message });
  }

  /** Comes right before the first byte is written. undici may come again after a reset socket: that would be a second copy. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.over || this.phase !== 'connect') {
      controller.abort(new Error('a call is written once'));
      return;
    }
    this.controller = controller;
    this.phase = 'request';
  }

  onResponseStarted(): void {
    this.phase = 'headers';
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return; // informational; the answer follows
    this.phase = 'body';
    this.status = status;
    const errorType = headers['x-amzn-errortype'];
    this.errorType = Array.isArray(errorType) ? errorType[0] : errorType;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { chunks, status = 0, errorType } = this;
    this.phase = 'answered';
    const body = chunks.length === 1 ? chunks[0]?.toString() : Buffer.concat(chunks).toString();
    this.finish({ phase: 'answered', status, errorType, body: body ?? '' });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.fail('code' in error && typeof error.code === 'string' ? error.code : error.name, error.message);
  }

  private timeOut(overallMs: number): void {
    this.fail(OVERALL_TIMEOUT, `no complete answer within ${overallMs} ms`);
    this.controller?.abort(new Error('the call took too long'));
  }

  private finish(outcome: CallOutcome): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    this.settle(outcome);
  }
}
