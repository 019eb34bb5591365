import { createHash } from 'node:crypto';
import { domainOf } from './addresses.js';
import { alreadyExists, notFound } from './aws-error.js';

export interface Identity {
  name: string;
  verified: boolean;
  feedbackForwarding: boolean;
  configurationSet: string | undefined;
  mailFromDomain: string | undefined;
  behaviorOnMxFailure: string;
  dkimEnabled: boolean;
}

/**
 * Domains and addresses mail may come from. Unless `strict`, everything counts as verified, also what was never
 * created; when strict, a new identity waits until the control API verifies it.
 */
export class Identities {
  private readonly identities = new Map<string, Identity>();

  constructor(private readonly strict: boolean) {}

  create(name: string, configurationSet?: string): Identity {
    const key = name.toLowerCase();
    if (this.identities.has(key)) throw alreadyExists(`Email identity ${name} already exist.`);
    const identity = this.fresh(key, configurationSet);
    this.identities.set(key, identity);
    return identity;
  }

  get(name: string): Identity {
    const found = this.identities.get(name.toLowerCase());
    if (found) return found;
    if (this.strict) throw notFound(`Email identity ${name} does not exist.`);
    return this.fresh(name.toLowerCase());
  }

  /** The identity to change; outside strict mode a change to an unknown one creates it. */
  change(name: string, change: Partial<Identity>): void {
    const identity = this.get(name);
    this.identities.set(identity.name, { ...identity, ...change });
  }

  delete(name: string): void {
    if (!this.identities.delete(name.toLowerCase()) && this.strict)
      throw notFound(`Email identity ${name} does not exist.`);
  }

  all(): Identity[] {
    return [...this.identities.values()];
  }

  clear(): void {
    this.identities.clear();
  }

  /** Whether the address, its domain or a parent domain is verified (V2). */
  isVerified(address: string): boolean {
    return !this.strict || this.isVerifiedStrictly(address);
  }

  /** The same without regard to the mode, for recipients of an account without production access (V3). */
  isVerifiedStrictly(address: string): boolean {
    return this.candidates(address).some((name) => this.identities.get(name)?.verified === true);
  }

  /** The configuration set that applies where a mail names none (E1). */
  defaultConfigurationSet(address: string): string | undefined {
    for (const name of this.candidates(address)) {
      const set = this.identities.get(name)?.configurationSet;
      if (set) return set;
    }
    return undefined;
  }

  private candidates(address: string): string[] {
    if (this.identities.size === 0) return [];
    const labels = domainOf(address).split('.');
    return [address.toLowerCase(), ...labels.map((_, index) => labels.slice(index).join('.'))];
  }

  private fresh(name: string, configurationSet?: string): Identity {
    return {
      name,
      verified: !this.strict,
      feedbackForwarding: true,
      configurationSet,
      mailFromDomain: undefined,
      behaviorOnMxFailure: 'USE_DEFAULT_VALUE',
      dkimEnabled: true,
    };
  }
}

/** An identity in the form of GetEmailIdentity; the DKIM tokens are made from its name and so stay the same. */
export function shownIdentity(identity: Identity): object {
  const isDomain = !identity.name.includes('@');
  const status = identity.verified ? 'SUCCESS' : 'PENDING';
  const tokens = [1, 2, 3].map((n) => createHash('sha256').update(`${identity.name}#${n}`).digest('hex').slice(0, 32));
  return {
    IdentityType: isDomain ? 'DOMAIN' : 'EMAIL_ADDRESS',
    VerifiedForSendingStatus: identity.verified,
    VerificationStatus: status,
    FeedbackForwardingStatus: identity.feedbackForwarding,
    ConfigurationSetName: identity.configurationSet,
    DkimAttributes: {
      SigningEnabled: identity.dkimEnabled,
      Status: isDomain ? status : 'NOT_STARTED',
      SigningAttributesOrigin: 'AWS_SES',
      Tokens: isDomain ? tokens : [],
    },
    MailFromAttributes: {
      ...(identity.mailFromDomain ? { MailFromDomain: identity.mailFromDomain, MailFromDomainStatus: status } : {}),
      BehaviorOnMxFailure: identity.behaviorOnMxFailure,
    },
    Policies: {},
    Tags: [],
  };
}
