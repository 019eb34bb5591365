import type { HeldBack } from '../customers/opt-out.types.js';
import { TIME_ZONE } from '../settings/settings.service.js';
import type { OutcomeDetail } from './import.types.js';

const DAY = new Intl.DateTimeFormat('ja-JP', {
  timeZone: TIME_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** Why a row is held back, for the result file: by the ledger since a day, or else by the state in other groups (C-13). */
export function heldBackDetail(heldBack: HeldBack | null): OutcomeDetail {
  if (!heldBack) return { problem: 'sync' };
  return { problem: heldBack.reason, params: { on: DAY.format(heldBack.recordedAt) } };
}
