export { LinkTokens, type DeliveryCustomer, type DeliveryRecipient } from './link-tokens.js';
export type { KeyRing } from './key-ring.js';
