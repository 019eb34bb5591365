import { SetMetadata } from '@nestjs/common';
import type { JobName, JobPayloads } from './jobs.js';

export const HANDLES = 'kubari:handles';

/**
 * Marks the method that does a job; a payload of the wrong type does not compile.
 * The worker refuses to boot when a job has no handler or two.
 */
export function Handles<N extends JobName>(name: N) {
  return <T extends (payload: JobPayloads[N]) => Promise<void>>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<T>,
  ): void => {
    SetMetadata(HANDLES, name)(target, key, descriptor);
  };
}
