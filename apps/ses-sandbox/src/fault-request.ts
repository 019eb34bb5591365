import { badRequest } from './aws-error.js';
import type { FaultAction, FaultMatch, FaultRule } from './faults.js';
import { flagAt, numberAt, objectAt, textAt, type Json } from './json.js';
import { EVENT_TYPES } from './outcomes.js';

/** A fault rule from the body of `POST /_sandbox/faults`; throws a 400 that names what is wrong. */
export function readFaultRule(body: Json): FaultRule {
  const match = readMatch(objectAt(body, 'match'));
  const action = readAction(objectAt(body, 'action'));
  return { op: textAt(body, 'op'), match, times: numberAt(body, 'times'), action };
}

function readMatch(json: Json): FaultMatch {
  const nth = json['nth'] === undefined ? undefined : [json['nth']].flat().filter((n) => typeof n === 'number');
  const eventType = EVENT_TYPES.find((type) => type === json['eventType']);
  if (json['eventType'] !== undefined && !eventType)
    throw badRequest(`match.eventType is one of ${EVENT_TYPES.join(', ')}`);
  const tags = Object.entries(objectAt(json, 'tags')).map(([name, value]) => [name, String(value)]);
  return {
    to: textAt(json, 'to'),
    tags: tags.length > 0 ? Object.fromEntries(tags) : undefined,
    nth,
    probability: numberAt(json, 'probability') ?? numberAt(json, 'prob'),
    eventType,
  };
}

function readAction(json: Json): FaultAction {
  const type = textAt(json, 'type');
  const number = (key: string): number => {
    const value = numberAt(json, key);
    if (value === undefined || value < 0) throw badRequest(`action.${key} is a number from 0 for ${type}`);
    return value;
  };
  switch (type) {
    case 'accept_then_reset':
    case 'reset_before_accept':
    case 'truncate_200':
    case 'drop':
    case 'no_headers':
    case 'no_tags':
      return { type };
    case 'hang':
      return { type, ms: number('ms'), accepted: flagAt(json, 'accepted') ?? false };
    case 'html_502':
      return { type, accepted: flagAt(json, 'accepted') ?? false };
    case 'throttle':
      return { type, forMs: number('forMs') };
    case 'rate':
      return { type, maxSendRate: number('maxSendRate'), forMs: numberAt(json, 'forMs') };
    case 'http':
      return {
        type,
        status: httpStatus(number('status')),
        errorType: textAt(json, 'errorType') ?? 'InternalFailure',
        message: textAt(json, 'message') ?? '',
      };
    case 'slow':
    case 'delay':
      return { type, ms: number('ms') };
    case 'duplicate':
      return { type, n: numberAt(json, 'n') ?? 1, sameSnsId: flagAt(json, 'sameSnsId') ?? true };
    default:
      throw badRequest(`action.type ${String(type)} is not known`);
  }
}

function httpStatus(status: number): number {
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw badRequest('action.status is an HTTP status from 200 to 599');
  return status;
}
