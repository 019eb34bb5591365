import { randomUUID } from 'node:crypto';
import type { Answer } from './answer.js';
import { AwsError } from './aws-error.js';
import type { Sns } from './sns.js';

interface Call {
  sns: Sns;
  form: URLSearchParams;
  signed: boolean;
  now: number;
}

/** Operations of SNS's Query protocol; each gives the inside of its `<…Result>`. */
const OPERATIONS: Record<string, (call: Call) => string> = {
  CreateTopic: ({ sns, form }) =>
    element('TopicArn', sns.createTopic(required(form, 'Name'), entries(form, 'Attributes.entry'))),
  GetTopicAttributes: ({ sns, form }) => {
    const topic = sns.topic(required(form, 'TopicArn'));
    return `<Attributes>${mapEntries({ TopicArn: topic.arn, ...topic.attributes })}</Attributes>`;
  },
  SetTopicAttributes: ({ sns, form }) => {
    sns.topic(required(form, 'TopicArn')).attributes[required(form, 'AttributeName')] =
      form.get('AttributeValue') ?? '';
    return '';
  },
  Subscribe: ({ sns, form }) => {
    const subscription = sns.subscribe(
      required(form, 'TopicArn'),
      required(form, 'Protocol'),
      form.get('Endpoint') ?? '',
      entries(form, 'Attributes.entry'),
    );
    const shown = subscription.confirmed || form.get('ReturnSubscriptionArn') === 'true';
    return element('SubscriptionArn', shown ? subscription.arn : 'pending confirmation');
  },
  ConfirmSubscription: ({ sns, form }) => {
    const { arn } = sns.confirm(
      required(form, 'TopicArn'),
      required(form, 'Token'),
      form.get('AuthenticateOnUnsubscribe') === 'true',
    );
    return element('SubscriptionArn', arn);
  },
  Unsubscribe: ({ sns, form, signed }) => {
    sns.unsubscribe(required(form, 'SubscriptionArn'), signed);
    return '';
  },
  SetSubscriptionAttributes: ({ sns, form }) => {
    sns.subscription(required(form, 'SubscriptionArn')).attributes[required(form, 'AttributeName')] =
      form.get('AttributeValue') ?? '';
    return '';
  },
  ListSubscriptionsByTopic: ({ sns, form }) => {
    const members = sns
      .subscriptionsOf(required(form, 'TopicArn'))
      .map(
        ({ arn, confirmed, protocol, endpoint, topicArn }) =>
          `<member>${element('SubscriptionArn', confirmed ? arn : 'PendingConfirmation')}${element('Protocol', protocol)}${element('Endpoint', endpoint)}${element('TopicArn', topicArn)}</member>`,
      );
    return `<Subscriptions>${members.join('')}</Subscriptions>`;
  },
  Publish: ({ sns, form, now }) => {
    const text = required(form, 'Message');
    const messageId = randomUUID();
    sns.publish(required(form, 'TopicArn'), {
      messageId,
      at: now,
      subject: form.get('Subject') ?? undefined,
      text: () => text,
    });
    return element('MessageId', messageId);
  },
};

/** Two operations may come unsigned, from the links inside SNS messages. */
export const mayBeUnsigned = (action: string) => action === 'ConfirmSubscription' || action === 'Unsubscribe';

/** Answers one call of the SNS Query protocol; throws what the caller turns into an error answer. */
export function answerSns(call: Call): Answer {
  const action = call.form.get('Action') ?? '';
  const run = Object.hasOwn(OPERATIONS, action) ? OPERATIONS[action] : undefined;
  if (!run) throw new AwsError(400, 'InvalidAction', `The sandbox does not know ${action}`);
  const result = `<${action}Result>${run(call)}</${action}Result>`;
  return xmlAnswer(
    200,
    `${action}Response`,
    `${result}<ResponseMetadata>${element('RequestId', randomUUID())}</ResponseMetadata>`,
  );
}

/** SNS's own names for the errors of a signature differ from those of the JSON protocols. */
const ERROR_NAMES: Record<string, string> = {
  InvalidSignatureException: 'SignatureDoesNotMatch',
  UnrecognizedClientException: 'InvalidClientTokenId',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  IncompleteSignatureException: 'IncompleteSignature',
};

export function snsErrorAnswer(error: AwsError): Answer {
  const code = ERROR_NAMES[error.type] ?? error.type;
  const inside = `<Error>${element('Type', error.status < 500 ? 'Sender' : 'Receiver')}${element('Code', code)}${element('Message', error.message)}</Error>`;
  return xmlAnswer(error.status, 'ErrorResponse', `${inside}${element('RequestId', randomUUID())}`);
}

function xmlAnswer(status: number, root: string, inside: string): Answer {
  const body = `<?xml version="1.0"?>\n<${root} xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${inside}</${root}>`;
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

const element = (name: string, text: string) => `<${name}>${escapeXml(text)}</${name}>`;

const mapEntries = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([key, value]) => `<entry>${element('key', key)}${element('value', value)}</entry>`)
    .join('');

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '') throw new AwsError(400, 'InvalidParameter', `Invalid parameter: ${name}`);
  return value;
}

/** `Attributes.entry.1.key=…&Attributes.entry.1.value=…` */
function entries(form: URLSearchParams, prefix: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (let n = 1; form.has(`${prefix}.${n}.key`); n++)
    found[form.get(`${prefix}.${n}.key`) ?? ''] = form.get(`${prefix}.${n}.value`) ?? '';
  return found;
}
