import { Module } from '@nestjs/common';
import { LinkTokens } from '@kubari/link-token';
import { ENV, type Env } from '../config/env.js';

/** Key id in every token; a rotated secret would get the next one while the old keeps verifying. */
const ACTIVE_KEY = 1;

/** The signed tokens of this installation: the same KUBARI_SECRET reads every link it ever made. */
export function linkTokens(env: Pick<Env, 'KUBARI_SECRET'>): LinkTokens {
  return new LinkTokens({
    active: ACTIVE_KEY,
    secrets: new Map([[ACTIVE_KEY, Buffer.from(env.KUBARI_SECRET, 'hex')]]),
  });
}

/** Provides `LinkTokens` to whoever makes or reads links in mails. */
@Module({
  providers: [{ provide: LinkTokens, inject: [ENV], useFactory: linkTokens }],
  exports: [LinkTokens],
})
export class LinksModule {}
