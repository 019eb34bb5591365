import { badRequest } from './aws-error.js';

export type Json = Record<string, unknown>;

/** Parses a request body that must be a JSON object; an empty body is an empty object. */
export function parseObject(body: Buffer | string): Json {
  const text = typeof body === 'string' ? body : body.toString('utf8');
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest('Unexpected character in the JSON document');
  }
  if (!isObject(value)) throw badRequest('The request body is not a JSON object');
  return value;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(json: Json, key: string): Json {
  const value = json[key];
  return isObject(value) ? value : {};
}

export function textAt(json: Json, key: string): string | undefined {
  const value = json[key];
  return typeof value === 'string' ? value : undefined;
}

export function numberAt(json: Json, key: string): number | undefined {
  const value = json[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function flagAt(json: Json, key: string): boolean | undefined {
  const value = json[key];
  return typeof value === 'boolean' ? value : undefined;
}

export function textsAt(json: Json, key: string): string[] {
  const value = json[key];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

export function objectsAt(json: Json, key: string): Json[] {
  const value = json[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The text under `key`, or the 400 that AWS answers for a missing member. */
export function requiredText(json: Json, key: string): string {
  const value = textAt(json, key);
  if (value === undefined || value === '') {
    throw badRequest(
      `1 validation error detected: Value at '${key}' failed to satisfy constraint: Member must not be null`,
    );
  }
  return value;
}
