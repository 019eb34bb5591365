import { jsonAnswer, type Answer } from './answer.js';
import { AwsError, badRequest, notFound } from './aws-error.js';
import { readFaultRule } from './fault-request.js';
import { flagAt, numberAt, textAt, type Json } from './json.js';
import type { KeptMail } from './mailbox.js';
import { findMessages } from './message-search.js';
import { attachmentsOf, htmlOf, viewMessage } from './message-view.js';
import { parseParts } from './mime.js';
import { unsubscribeWithOneClick } from './one-click.js';
import { PLAYABLE } from './outcomes.js';
import { readStats, statsWithCopies } from './stats.js';
import { resetWorld, type World } from './world.js';

interface ControlCall {
  world: World;
  /** Rest of the path behind the route's fixed part, decoded. */
  rest: string[];
  query: URLSearchParams;
  input: Json;
}

type Operation = (call: ControlCall) => Answer | Promise<Answer>;

/** By method and path below `/_sandbox`; every second part of a path is a value and stands as a star. */
const ROUTES: Record<string, Operation> = {
  'GET health': ({ world }) => jsonAnswer({ ok: true, topicArn: world.topicArn, queueUrl: world.queueUrl() }),
  'GET stats': ({ world, query }) => {
    if (query.has('summary')) return jsonAnswer(readStats(world));
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: statsWithCopies(world, query.get('tag') ?? undefined),
    };
  },
  'GET messages': ({ world, query }) => jsonAnswer(findMessages(world.mailbox, query)),
  'GET messages/*': (call) => jsonAnswer(viewMessage(messageOf(call), call.world.settings.region)),
  'GET messages/*/html': (call) => htmlAnswer(messageOf(call), call.query.get('images') !== '0'),
  'GET messages/*/source': (call) => textAnswer(viewMessage(messageOf(call), call.world.settings.region).source),
  'GET messages/*/parts/*': partAnswer,
  'POST messages/*/events': playEvent,
  'POST messages/*/unsubscribe': async (call) => {
    const { unsubscribe } = viewMessage(messageOf(call), call.world.settings.region);
    return jsonAnswer(await unsubscribeWithOneClick(unsubscribe));
  },
  'GET faults': ({ world }) => jsonAnswer({ faults: world.faults.list() }),
  'POST faults': ({ world, input }) => jsonAnswer({ id: world.faults.add(readFaultRule(input)) }, 201),
  'DELETE faults': ({ world }) => (world.faults.clear(), jsonAnswer({})),
  'DELETE faults/*': ({ world, rest }) => {
    if (!world.faults.remove(Number(rest[1]))) throw notFound('There is no such fault.');
    return jsonAnswer({});
  },
  'POST reset': ({ world }) => (resetWorld(world), jsonAnswer({})),
  'PATCH account': changeAccount,
  'POST identities/*/verify': ({ world, rest, input }) => {
    world.identities.change(rest[1] ?? '', { verified: flagAt(input, 'verified') ?? true });
    return jsonAnswer({});
  },
};

/** Answers a call below `/_sandbox`; throws the error of an unknown path. */
export function answerControl(method: string, path: string, call: Omit<ControlCall, 'rest'>): Answer | Promise<Answer> {
  const rest = path.split('/').slice(2).map(decodeURIComponent);
  const pattern = rest.map((part, index) => (index % 2 === 0 ? part : '*')).join('/');
  const run = Object.hasOwn(ROUTES, `${method} ${pattern}`) ? ROUTES[`${method} ${pattern}`] : undefined;
  if (!run) throw new AwsError(404, 'UnknownOperationException', `The sandbox does not know ${method} ${path}`);
  return run({ ...call, rest });
}

function messageOf({ world, rest }: ControlCall): KeptMail {
  const kept = world.mailbox.find(rest[1] ?? '');
  if (!kept) throw notFound('No kept mail has this id.');
  return kept;
}

/** An event by hand: for all recipients of the mail, now, with all that follows from it. */
function playEvent(call: ControlCall): Answer {
  const { mail } = messageOf(call);
  const name = textAt(call.input, 'type') ?? '';
  const event = Object.hasOwn(PLAYABLE, name) ? PLAYABLE[name] : undefined;
  if (!event) throw badRequest(`type is one of ${Object.keys(PLAYABLE).join(', ')}`);
  call.world.events.happen(mail, mail.recipients, event);
  return jsonAnswer({}, 202);
}

function changeAccount({ world: { account }, input }: ControlCall): Answer {
  account.maxSendRate = numberAt(input, 'maxSendRate') ?? account.maxSendRate;
  account.max24HourSend = numberAt(input, 'max24HourSend') ?? account.max24HourSend;
  account.sendingEnabled = flagAt(input, 'sendingEnabled') ?? account.sendingEnabled;
  account.productionAccess = flagAt(input, 'productionAccess') ?? account.productionAccess;
  account.enforcementStatus = textAt(input, 'enforcementStatus') ?? account.enforcementStatus;
  const error = textAt(input, 'dailyQuotaError');
  if (error === 'LimitExceededException' || error === 'TooManyRequestsException' || error === 'ThrottlingException')
    account.dailyQuotaError = error;
  return jsonAnswer({});
}

/** The HTML part for the inbox's frame: no script can run, links open outside, pictures load unless held back. */
function htmlAnswer(kept: KeptMail, withImages: boolean): Answer {
  const images = withImages ? 'http: https: data:' : 'data:';
  const policy = `default-src 'none'; img-src ${images}; style-src 'unsafe-inline'; font-src data:; sandbox allow-popups allow-popups-to-escape-sandbox`;
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
    body: `<base target="_blank">${htmlOf(kept) ?? ''}`,
  };
}

const textAnswer = (body: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body,
});

function partAnswer(call: ControlCall): Answer {
  const found = attachmentsOf(parseParts(messageOf(call).raw)).find(({ index }) => index === Number(call.rest[3]));
  if (!found) throw notFound('The mail has no such part.');
  const filename = encodeURIComponent(found.part.filename ?? `part-${found.index}`);
  return {
    status: 200,
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${filename}`,
      'x-content-type-options': 'nosniff',
    },
    body: found.part.content,
  };
}
