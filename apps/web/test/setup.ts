import '@testing-library/jest-dom/jest-globals';
import { afterEach, beforeEach, expect, jest } from '@jest/globals';
import { notifications } from '@mantine/notifications';
import { cleanup, configure } from '@testing-library/react';
import { startTexts } from '../src/lib/i18n';
import { installApi, unexpectedRequests } from './api';

// What browsers have and jsdom does not.
class NoObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
const media = (query: string) => ({
  matches: false,
  media: query,
  onchange: null,
  addEventListener() {},
  removeEventListener() {},
  addListener() {},
  removeListener() {},
  dispatchEvent: () => false,
});
Object.assign(globalThis, { ResizeObserver: NoObserver, IntersectionObserver: NoObserver, EventSource: undefined });
Object.defineProperty(globalThis, 'matchMedia', { value: media, writable: true });
Object.defineProperty(document, 'fonts', { value: { addEventListener() {}, removeEventListener() {} } });
Object.assign(HTMLElement.prototype, { scrollIntoView() {}, scrollTo() {} });
// A window of 1280 × 800, so that virtual lists have rows to draw.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { get: () => 800 },
  clientWidth: { get: () => 1280 },
});

startTexts();
// A busy machine is slow, not wrong: what a test waits for may take this long.
configure({ asyncUtilTimeout: 10_000 });

let errors: unknown[][] = [];
beforeEach(() => {
  errors = [];
  localStorage.clear();
  installApi();
  jest.spyOn(console, 'error').mockImplementation((...args: unknown[]) => void errors.push(args));
});

afterEach(() => {
  cleanup();
  notifications.clean();
  jest.restoreAllMocks();
  expect({ consoleErrors: errors, unexpectedRequests: unexpectedRequests() }).toEqual({
    consoleErrors: [],
    unexpectedRequests: [],
  });
});
