import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { act, screen } from '@testing-library/react';
import { renderPage } from '../../test/render';
import { useDeliveryProgress, useProgress } from './progress';
import { keys } from './query-keys';

/** A stream the test speaks through. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static opened: Stream[] = [];
  readyState = 1;
  constructor(readonly url: string) {
    super();
    Stream.opened.push(this);
  }
  close(): void {
    this.readyState = Stream.CLOSED;
  }
  say(progress: object): void {
    act(() => void this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(progress) })));
  }
  fail(): void {
    this.close();
    act(() => void this.dispatchEvent(new Event('error')));
  }
}

const latest = (): Stream => {
  const stream = Stream.opened.at(-1);
  if (!stream) throw new Error('no stream was opened');
  return stream;
};

beforeEach(() => {
  Stream.opened = [];
  Object.assign(globalThis, { EventSource: Stream });
});
afterEach(() => {
  jest.useRealTimers();
});

function Follower({ id }: { id: string }) {
  const { isLive } = useProgress();
  const delivery = useDeliveryProgress(id);
  return (
    <p>
      {id}: {delivery?.state ?? 'still'} {isLive ? 'live' : 'cut'}
    </p>
  );
}

const running = (id: string) => ({
  deliveries: [{ id, state: 'sending' }],
  imports: [],
  bulkOperations: [],
  exports: [],
});

test('all who follow progress share one stream, and each sees its own delivery', async () => {
  renderPage(
    <>
      <Follower id="1" />
      <Follower id="2" />
    </>,
  );
  latest().say(running('2'));
  expect(Stream.opened).toHaveLength(1);
  expect(await screen.findByText('2: sending live')).toBeVisible();
  expect(screen.getByText('1: still live')).toBeVisible();
});

test('what is no longer listed has ended, and its pages are read again', () => {
  const { queryClient } = renderPage(<Follower id="1" />);
  const invalidate = jest.spyOn(queryClient, 'invalidateQueries');
  latest().say(running('1'));
  expect(invalidate).not.toHaveBeenCalled();
  latest().say({ deliveries: [], imports: [], bulkOperations: [], exports: [] });
  expect(invalidate).toHaveBeenCalledWith({ queryKey: keys.deliveries });
  expect(invalidate).toHaveBeenCalledWith({ queryKey: keys.history });
});

test('a stream that is cut is said to be, pages are refreshed meanwhile, and it is opened anew', () => {
  jest.useFakeTimers();
  const { queryClient } = renderPage(<Follower id="1" />);
  const invalidate = jest.spyOn(queryClient, 'invalidateQueries');
  latest().fail();
  expect(screen.getByText('1: still cut')).toBeVisible();
  act(() => {
    jest.advanceTimersByTime(5000);
  });
  expect(invalidate).toHaveBeenCalledWith({ queryKey: keys.deliveries });
  expect(Stream.opened).toHaveLength(2);
  act(() => void latest().dispatchEvent(new Event('open')));
  expect(screen.getByText('1: still live')).toBeVisible();
});

test('nobody following means no stream: tabs share few connections to one host', () => {
  const page = renderPage(<Follower id="1" />);
  const stream = latest();
  act(() => void page.router.navigate('/elsewhere'));
  expect(stream.readyState).toBe(Stream.CLOSED);
});
