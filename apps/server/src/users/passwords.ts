import { hash, verify } from '@node-rs/argon2';

/** Shortest and longest password, in UTF-16 units. */
export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 200;

/** argon2id with the parameters OWASP recommends (19 MiB, 2 passes): 12 ms, off the main thread. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** What is stored of a password: salt and parameters included. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/** False for a missing hash too, after the same work: time must not tell whether an account exists. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await dummyHash()), password);
  return matches && passwordHash !== null;
}

let dummy: Promise<string> | undefined;

function dummyHash(): Promise<string> {
  dummy ??= hashPassword('nobody has this password');
  return dummy;
}
