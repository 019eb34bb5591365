import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ApiProblem } from '../../lib/api';
import { DraftKeeper } from './draft-keeper';
import type { Mailing, MailingContent } from './mailings.api';

const MAILING: Mailing = {
  id: '5',
  subject: 'はじめの件名',
  format: 'text',
  groupId: null,
  groupName: null,
  authorName: '山田 花子',
  testSentAt: null,
  createdAt: '2026-11-23T03:00:00.000Z',
  updatedAt: '2026-11-23T03:00:00.000Z',
  senderAddressId: null,
  sender: null,
  textBody: '',
  htmlBody: '',
  trackLinks: true,
  trackOpens: true,
  version: 1,
};

/** A server of one mailing: refuses old versions as the real one does, and answers only when told to. */
class Server {
  mailing: Mailing = MAILING;
  readonly saves: { version: number; changes: Partial<MailingContent> }[] = [];
  failure: Error | null = null;
  gate: Promise<void> = Promise.resolve();

  readonly save = async (version: number, changes: Partial<MailingContent>): Promise<Mailing> => {
    this.saves.push({ version, changes });
    await this.gate;
    if (this.failure) throw this.failure;
    if (version !== this.mailing.version) throw new ApiProblem(409, 'mailing-changed-meanwhile', 'x');
    this.mailing = { ...this.mailing, ...changes, version: version + 1 };
    return this.mailing;
  };
  readonly load = async (): Promise<Mailing> => this.mailing;

  /** Another window saves. */
  changeElsewhere(changes: Partial<MailingContent>): void {
    this.mailing = { ...this.mailing, ...changes, version: this.mailing.version + 1 };
  }
}

let server: Server;
let keeper: DraftKeeper;
beforeEach(() => {
  jest.useFakeTimers();
  server = new Server();
  keeper = new DraftKeeper(MAILING, server);
});
afterEach(() => {
  jest.useRealTimers();
});

const rest = () => jest.advanceTimersByTimeAsync(5000);

describe('saving by itself', () => {
  test('M-05 a pause in writing saves once, and only what changed', async () => {
    keeper.change({ subject: 'あ' });
    keeper.change({ subject: 'あき' });
    expect(keeper.getView().state).toBe('dirty');
    await rest();
    expect(server.saves).toEqual([{ version: 1, changes: { subject: 'あき' } }]);
    expect(keeper.getView().state).toBe('saved');
  });

  test('what is written while a save is on its way follows with the new version', async () => {
    let open = () => {};
    server.gate = new Promise((resolve) => (open = resolve));
    keeper.change({ subject: '一' });
    const first = keeper.save();
    keeper.change({ subject: '一二' });
    const second = keeper.save();
    open();
    expect(await Promise.all([first, second])).toEqual([true, true]);
    expect(server.saves).toEqual([
      { version: 1, changes: { subject: '一' } },
      { version: 2, changes: { subject: '一二' } },
    ]);
    expect(server.mailing.subject).toBe('一二');
  });

  test('writing something and taking it back is no change', async () => {
    keeper.change({ textBody: 'a' });
    keeper.change({ textBody: '' });
    await rest();
    expect(server.saves).toEqual([]);
    expect(keeper.getView().state).toBe('saved');
  });

  test('a failed save keeps the text and can be tried again', async () => {
    server.failure = new ApiProblem(0, 'network-unreachable', 'x');
    keeper.change({ textBody: '本文' });
    expect(await keeper.save()).toBe(false);
    expect(keeper.getView()).toMatchObject({ state: 'failed', content: { textBody: '本文' } });
    server.failure = null;
    expect(await keeper.save()).toBe(true);
    expect(server.mailing.textBody).toBe('本文');
  });
});

describe('a conflict', () => {
  const meet = async () => {
    server.changeElsewhere({ subject: '別の画面の件名', textBody: '別の本文' });
    keeper.change({ subject: 'この画面の件名' });
    await rest();
  };

  test('stops saving and shows what is on the server, without losing what was written', async () => {
    await meet();
    expect(keeper.getView()).toMatchObject({
      state: 'conflict',
      content: { subject: 'この画面の件名' },
      theirs: { subject: '別の画面の件名', version: 2 },
    });
    keeper.change({ textBody: 'まだ書く' });
    await rest();
    expect(server.saves).toHaveLength(1);
    expect(await keeper.save()).toBe(false);
  });

  test('reloading takes what is on the server, and editing goes on from there', async () => {
    await meet();
    keeper.reload();
    expect(keeper.getView()).toMatchObject({ state: 'saved', generation: 1, content: { textBody: '別の本文' } });
    keeper.change({ subject: '続き' });
    expect(await keeper.save()).toBe(true);
    expect(server.mailing).toMatchObject({ subject: '続き', textBody: '別の本文', version: 3 });
  });

  test('overwriting puts everything of this window over it', async () => {
    await meet();
    await keeper.overwrite();
    expect(keeper.getView().state).toBe('saved');
    expect(server.mailing).toMatchObject({ subject: 'この画面の件名', textBody: '', version: 3 });
  });

  test('somebody saving again during the decision is a conflict again', async () => {
    await meet();
    server.changeElsewhere({ subject: 'さらに別' });
    await keeper.overwrite();
    expect(keeper.getView()).toMatchObject({ state: 'conflict', theirs: { subject: 'さらに別' } });
    expect(server.mailing.subject).toBe('さらに別');
  });
});
