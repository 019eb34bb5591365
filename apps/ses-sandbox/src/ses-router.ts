import { jsonAnswer, type Answer } from './answer.js';
import { AwsError, badRequest } from './aws-error.js';
import { textAt, type Json } from './json.js';
import type { World } from './world.js';

export interface SesCall {
  world: World;
  input: Json;
  /** Labels of the path, decoded. */
  path: Record<string, string>;
  query: URLSearchParams;
}

export interface SesRoute {
  method: string;
  segments: string[];
  operation: string;
  run: (call: SesCall) => object;
}

/** One operation: `METHOD /path/{Label}` below `/v2/email`, its name in AWS's model, what it answers. */
export function route(pattern: string, operation: string, run: SesRoute['run']): SesRoute {
  const [method = '', path = ''] = pattern.split(' ');
  return { method, segments: path.split('/').slice(1), operation, run };
}

/** A list in pages: PageSize and NextToken in the query or, for the two POST lists, in the body. */
export function listing(
  pattern: string,
  operation: string,
  key: string,
  items: (call: SesCall) => unknown[],
): SesRoute {
  return route(pattern, operation, (call) => {
    const all = items(call);
    const size = Number(call.query.get('PageSize') ?? call.input['PageSize'] ?? 100);
    const token = call.query.get('NextToken') ?? textAt(call.input, 'NextToken');
    const start = token === undefined || token === null ? 0 : Number(Buffer.from(token, 'base64').toString('latin1'));
    if (!Number.isInteger(start) || start < 0)
      throw new AwsError(400, 'InvalidNextTokenException', 'The specified token is invalid or expired.');
    if (!(size > 0)) throw badRequest('PageSize must be greater than 0.');
    const end = start + size;
    return {
      [key]: all.slice(start, end),
      ...(end < all.length ? { NextToken: Buffer.from(String(end)).toString('base64') } : {}),
    };
  });
}

/** The operation behind a path below `/v2/email`, or the 404 of an unknown one. */
export function findRoute(
  routes: readonly SesRoute[],
  method: string,
  path: string,
): { operation: string; run: (call: Omit<SesCall, 'path'>) => Answer } {
  const segments = path.split('/').slice(3);
  for (const { method: wanted, segments: pattern, operation, run } of routes) {
    if (wanted !== method || pattern.length !== segments.length) continue;
    const labels = matchSegments(pattern, segments);
    if (labels) return { operation, run: (call) => jsonAnswer(run({ ...call, path: labels })) };
  }
  throw new AwsError(404, 'UnknownOperationException', `The sandbox does not know ${method} ${path}`);
}

function matchSegments(pattern: string[], segments: string[]): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) labels[part.slice(1, -1)] = decodeLabel(segment);
    else if (part !== segment) return undefined;
  }
  return labels;
}

function decodeLabel(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badRequest('The path is not properly encoded.');
  }
}

/** A label of the path; matched routes have all of theirs. */
export const label = (path: Record<string, string>, name: string): string => path[name] ?? '';
