import '@testing-library/jest-dom/jest-globals';
import { afterEach, beforeEach, expect, jest } from '@jest/globals';
import { notifications } from '@mantine/notifications';
import { cleanup, configure } from '@testing-library/react';
import { startTexts } from '../src/lib/i18n';
import { installApi, unexpectedRequests } from './api';

// What a page shows is waited for as long as a busy machine may take.
configure({ asyncUtilTimeout: 10_000 });

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
// a page that is there after a second on an idle machine may need several on a busy one
configure({ asyncUtilTimeout: 8_000 });

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
