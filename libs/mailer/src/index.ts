export { quoteLocalPart } from './address.js';
export type { Mailbox } from './header-text.js';
export { InMemoryMailer } from './in-memory-mailer.js';
export type {
  Answer,
  HoldScope,
  InDoubt,
  Mailer,
  NotSent,
  NotSentReason,
  OutgoingMessage,
  Rejected,
  RejectedReason,
  UnknownReason,
} from './mailer.js';
export { buildMime, compileEnvelope, type Envelope, type EnvelopeParts, type MessageParts } from './mime.js';
export { MimeError, type MimeErrorCode } from './mime-error.js';
export { classifyAnswer, type SendFailure } from './ses-answer.js';
export { SesMailer, type SesMailerOptions } from './ses-mailer.js';
export type { AwsCredentials } from './sigv4.js';
