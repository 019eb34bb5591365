export { createSesSandbox, type SesSandbox } from './sandbox.js';
export type { SandboxOptions } from './options.js';
export type { FaultAction, FaultMatch, FaultRule } from './faults.js';
export type { EventView, MessageSummary, MessageView, Outcome } from './message-view.js';
export type { Stats } from './stats.js';
