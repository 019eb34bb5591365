import { conflict, type AppError } from '../platform/http/app-error.js';
import type { DeliveryRunState } from './delivery.types.js';

/** One thing that can happen to a delivery: from which states, and to which. `back`: to where it was paused from. */
interface Move {
  readonly from: readonly DeliveryRunState[];
  readonly to: DeliveryRunState | 'back';
}

/** Every allowed move of a delivery (product.md §5.1). What is not here is refused. */
export const DELIVERY_MOVES = {
  /** its time has come */
  plan: { from: ['scheduled'], to: 'planning' },
  /** recipients are written */
  send: { from: ['planning'], to: 'sending' },
  /** nobody is left to be mailed */
  finish: { from: ['planning', 'sending'], to: 'sent' },
  pause: { from: ['scheduled', 'sending'], to: 'paused' },
  resume: { from: ['paused'], to: 'back' },
  /** what was not handed over yet stays unsent */
  cancel: { from: ['scheduled', 'sending', 'paused'], to: 'canceled' },
  reschedule: { from: ['scheduled'], to: 'scheduled' },
  /** an operator sends again to people who were held */
  reopen: { from: ['sent'], to: 'sending' },
  /** the recipients cannot be planned */
  fail: { from: ['planning'], to: 'failed' },
} as const satisfies Record<string, Move>;

export type DeliveryMove = keyof typeof DELIVERY_MOVES;

/** Deliveries that wait, run or are paused: what the home page shows. */
export const CURRENT_STATES: readonly DeliveryRunState[] = ['scheduled', 'planning', 'sending', 'paused'];

/** Whether the move is allowed in that state. */
export function mayMove(move: DeliveryMove, state: DeliveryRunState): boolean {
  return (DELIVERY_MOVES[move].from as readonly DeliveryRunState[]).includes(state);
}

/** The refusal of a move: 409 with the state it is in. */
export function moveRefused(move: DeliveryMove, state: DeliveryRunState): AppError {
  return conflict(`delivery-is-${state}`, `A delivery that is ${state} cannot do this: ${move}.`);
}
