import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsCredentials } from '@kubari/mailer';
import type { Env } from '../config/env.js';

/** What the local sandbox accepts; never a real key, whatever lies in the environment (decisions.md). */
const SANDBOX_CREDENTIALS: AwsCredentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
/** Renew this long before credentials end. */
const RENEW_BEFORE_MS = 5 * 60_000;

export type CredentialsSource = () => Promise<AwsCredentials>;

/**
 * Credentials for SES, SNS and SQS: fixed ones for the sandbox, else the provider chain of the AWS SDK (environment,
 * shared files, container, instance), remembered until shortly before they end. Concurrent callers share one look-up.
 */
export function sesCredentials(env: Pick<Env, 'SES_MODE'>, now: () => Date): CredentialsSource {
  if (env.SES_MODE === 'sandbox') return () => Promise.resolve(SANDBOX_CREDENTIALS);
  const chain = fromNodeProviderChain();
  let known: { promise: Promise<AwsCredentials>; renewAt: number } | undefined;
  return () => {
    if (known && now().getTime() < known.renewAt) return known.promise;
    const looked = chain();
    const entry = { promise: looked as Promise<AwsCredentials>, renewAt: now().getTime() + RENEW_BEFORE_MS };
    known = entry;
    looked.then(
      ({ expiration }) => {
        entry.renewAt = expiration ? expiration.getTime() - RENEW_BEFORE_MS : Number.POSITIVE_INFINITY;
      },
      () => {
        if (known === entry) known = undefined; // a failure is never remembered
      },
    );
    return entry.promise;
  };
}

/** Origin of the SES v2 API. */
export function sesEndpoint(env: Pick<Env, 'SES_ENDPOINT' | 'SES_REGION'>): string {
  return env.SES_ENDPOINT || `https://email.${env.SES_REGION}.amazonaws.com`;
}
