import { ApiProblem } from '../../lib/api';
import type { Mailing, MailingContent } from './mailings.api';

export type SaveState = 'saved' | 'dirty' | 'saving' | 'failed' | 'conflict';

export interface DraftView {
  /** what the author sees and writes */
  readonly content: MailingContent;
  /** the mailing as the server last confirmed it */
  readonly saved: Mailing;
  readonly state: SaveState;
  readonly error: unknown;
  /** what is on the server while somebody else has saved (state `conflict`) */
  readonly theirs: Mailing | null;
  /** changes when the content was replaced from outside the fields */
  readonly generation: number;
}

interface Server {
  readonly save: (version: number, changes: Partial<MailingContent>) => Promise<Mailing>;
  readonly load: () => Promise<Mailing>;
}

const REST_MS = 1200;

/** The author's part of a mailing. */
export function contentOf(mailing: MailingContent): MailingContent {
  const { groupId, senderAddressId, format, subject, textBody, htmlBody, trackLinks, trackOpens } = mailing;
  return { groupId, senderAddressId, format, subject, textBody, htmlBody, trackLinks, trackOpens };
}

/**
 * Keeps a draft and saves it by itself: a short rest after the last change, one request at a time, only what changed.
 * When somebody else saved meanwhile (409) it stops and waits for `reload` or `overwrite`; nothing is lost unasked.
 */
export class DraftKeeper {
  private view: DraftView;
  private confirmed: MailingContent;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<unknown> | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(
    mailing: Mailing,
    private readonly server: Server,
  ) {
    this.confirmed = contentOf(mailing);
    this.view = { content: this.confirmed, saved: mailing, state: 'saved', error: null, theirs: null, generation: 0 };
  }

  readonly getView = (): DraftView => this.view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** An edit; it is saved after a rest. */
  change(changes: Partial<MailingContent>): void {
    this.set({ content: { ...this.view.content, ...changes } });
    if (this.view.state === 'conflict') return;
    if (this.view.state !== 'saving') this.set({ state: this.hasChanges() ? 'dirty' : 'saved' });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), REST_MS);
  }

  /** Saves at once; true when everything written is on the server afterwards. */
  async save(): Promise<boolean> {
    clearTimeout(this.timer);
    for (;;) {
      if (!this.running) {
        if (!this.hasChanges() || this.view.state === 'conflict') break;
        this.running = this.saveOnce(this.view.saved.version).finally(() => (this.running = null));
      }
      await this.running;
      if (this.view.state === 'failed') break;
    }
    return this.view.state === 'saved';
  }

  /** After a conflict: the author's content wins. */
  async overwrite(): Promise<void> {
    const { theirs } = this.view;
    if (!theirs) return;
    this.confirmed = contentOf(theirs);
    this.set({ saved: theirs, theirs: null, state: 'dirty' });
    if (!this.hasChanges()) this.set({ state: 'saved' });
    await this.save();
  }

  /** After a conflict: what is on the server wins. */
  reload(): void {
    const { theirs } = this.view;
    if (!theirs) return;
    this.confirmed = contentOf(theirs);
    const generation = this.view.generation + 1;
    this.set({ saved: theirs, content: this.confirmed, theirs: null, state: 'saved', error: null, generation });
  }

  /** Replaces bodies from outside the editor (a template): the editor shows it. */
  replace(changes: Partial<MailingContent>): void {
    this.set({ generation: this.view.generation + 1 });
    this.change(changes);
  }

  private async saveOnce(version: number): Promise<void> {
    const sent = this.view.content;
    this.set({ state: 'saving', error: null });
    try {
      const saved = await this.server.save(version, changesBetween(this.confirmed, sent));
      this.confirmed = sent;
      this.set({ saved, state: this.hasChanges() ? 'dirty' : 'saved' });
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'mailing-changed-meanwhile') await this.meetConflict(error);
      else this.set({ state: 'failed', error });
    }
  }

  private async meetConflict(error: unknown): Promise<void> {
    try {
      this.set({ theirs: await this.server.load(), state: 'conflict', error });
    } catch (loadError) {
      this.set({ state: 'failed', error: loadError });
    }
  }

  private hasChanges(): boolean {
    return Object.keys(changesBetween(this.confirmed, this.view.content)).length > 0;
  }

  private set(changes: Partial<DraftView>): void {
    this.view = { ...this.view, ...changes };
    for (const listener of this.listeners) listener();
  }
}

/** The keys of `to` that differ from `from`. */
function changesBetween(from: MailingContent, to: MailingContent): Partial<MailingContent> {
  const names = Object.keys(to) as (keyof MailingContent)[];
  return Object.fromEntries(names.filter((name) => from[name] !== to[name]).map((name) => [name, to[name]]));
}
