/** Why a mail cannot be built; each is about that mail's own data, so another recipient's mail may well be fine. */
export type MimeErrorCode = 'control-character' | 'invalid-address' | 'invalid-value' | 'unsubscribe-missing';

/** Thrown by the MIME builder instead of writing a header that somebody else could have shaped. */
export class MimeError extends Error {
  constructor(
    readonly code: MimeErrorCode,
    readonly header: string,
  ) {
    super(`${header}: ${code}`);
    this.name = 'MimeError';
  }
}
