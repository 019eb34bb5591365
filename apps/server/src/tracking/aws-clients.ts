import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Env } from '../platform/config/env.js';
import { SystemClock } from '../platform/clock.js';
import { sesCredentials } from '../platform/ses/ses-credentials.js';

/** Signatures carry the true time, also where a test moves the clock of the application. */
const wallClock = new SystemClock();

type AwsEnv = Pick<Env, 'SES_MODE' | 'SES_REGION' | 'SNS_ENDPOINT' | 'SQS_ENDPOINT'>;

/** The client that confirms subscriptions. */
export const createSnsClient = (env: AwsEnv): SNSClient =>
  new SNSClient({ ...settings(env), ...(env.SNS_ENDPOINT ? { endpoint: env.SNS_ENDPOINT } : {}) });

/** The client that reads the queue of events. */
export const createSqsClient = (env: AwsEnv): SQSClient =>
  new SQSClient({ ...settings(env), ...(env.SQS_ENDPOINT ? { endpoint: env.SQS_ENDPOINT } : {}) });

const settings = (env: AwsEnv) => ({
  region: env.SES_REGION,
  credentials: sesCredentials(env, () => wallClock.now()),
});
