import { generateKeyPair, randomBytes, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { bits, der, explicit, integer, nothing, octets, oid, sequence, set, utcTime, utf8, yes } from './der.js';

export interface SigningKey {
  privateKey: KeyObject;
  /** The self-signed certificate that SNS's SigningCertURL leads to. */
  certificate: string;
}

const YEAR_MS = 365 * 24 * 3_600_000;
const COMMON_NAME = 'sns.amazonaws.com';

/** Makes a throw-away RSA-2048 key and its certificate, valid for a year either way; takes 0.1 to 0.5 s off the event loop. */
export async function makeSigningKey(host: string, now: number): Promise<SigningKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const algorithm = sequence(oid('1.2.840.113549.1.1.11'), nothing());
  const name = sequence(set(sequence(oid('2.5.4.3'), utf8(COMMON_NAME))));
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    sequence(utcTime(now - YEAR_MS), utcTime(now + YEAR_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(basicConstraints(), alternativeNames(COMMON_NAME, host))),
  );
  const certificate = sequence(body, algorithm, bits(sign('sha256', body, privateKey)));
  return { privateKey, certificate: toPem(certificate) };
}

const basicConstraints = () => sequence(oid('2.5.29.19'), yes(), octets(sequence()));

const alternativeNames = (...hosts: string[]) =>
  sequence(oid('2.5.29.17'), octets(sequence(...hosts.map((host) => der(0x82, Buffer.from(host, 'latin1'))))));

function toPem(content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
