import { randomBytes, sign } from 'node:crypto';
import { makeSigningKey, type SigningKey } from './certificate.js';

export interface Envelope {
  Type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  MessageId: string;
  Token?: string;
  TopicArn: string;
  Subject?: string;
  Message: string;
  SubscribeURL?: string;
  Timestamp: string;
  UnsubscribeURL?: string;
}

/** What stands in `Signature` where an envelope goes to a queue unsigned. */
const NOT_SIGNED = Buffer.from('not-signed').toString('base64');

const NOTIFICATION_FIELDS = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const;
const CONFIRMATION_FIELDS = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const;

/** Signs SNS envelopes with a throw-away RSA key (S2). The key is made at first use: making it takes longer than a start may. */
export class SnsSigner {
  /** Path of the certificate, at SNS's host in messages and at the sandbox's own origin in truth. */
  readonly certificatePath = `/SimpleNotificationService-${randomBytes(16).toString('hex')}.pem`;
  private key: Promise<SigningKey> | undefined;

  constructor(
    readonly host: string,
    private readonly now: () => number,
  ) {}

  get signingCertUrl(): string {
    return `https://${this.host}${this.certificatePath}`;
  }

  /** Makes the key ahead of its first use. */
  async certificate(): Promise<string> {
    return (await this.ready()).certificate;
  }

  /** The envelope as JSON text, with a true signature of the given version. */
  async signed(envelope: Envelope, version: '1' | '2'): Promise<string> {
    const { privateKey } = await this.ready();
    const text = Buffer.from(stringToSign(envelope), 'utf8');
    const signature = await new Promise<Buffer>((resolve, reject) => {
      sign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256', text, privateKey, (error, bytes) =>
        error ? reject(error) : resolve(bytes),
      );
    });
    return this.withSignature(envelope, version, signature.toString('base64'));
  }

  /** The same envelope without a true signature, for queues: their readers rely on the queue's policy. */
  unsigned(envelope: Envelope, version: '1' | '2'): string {
    return this.withSignature(envelope, version, NOT_SIGNED);
  }

  private withSignature(envelope: Envelope, version: '1' | '2', Signature: string): string {
    return JSON.stringify({ ...envelope, SignatureVersion: version, Signature, SigningCertURL: this.signingCertUrl });
  }

  private ready(): Promise<SigningKey> {
    this.key ??= makeSigningKey(this.host, this.now());
    return this.key;
  }
}

/** Names and values on a line each, in byte order; a Subject only where there is one. */
function stringToSign(envelope: Envelope): string {
  const fields = envelope.Type === 'Notification' ? NOTIFICATION_FIELDS : CONFIRMATION_FIELDS;
  let text = '';
  for (const field of fields) {
    const value = envelope[field];
    if (value !== undefined) text += `${field}\n${value}\n`;
  }
  return text;
}
