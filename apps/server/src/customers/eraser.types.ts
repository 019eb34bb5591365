import type { EntityManager } from 'typeorm';

/** Who erases, in this order: the customer goes first, so that nothing new is made for the person meanwhile. */
export const ERASER_NAMES = ['customers', 'delivery', 'groups', 'tracking', 'imports', 'users'] as const;
export type EraserName = (typeof ERASER_NAMES)[number];

/** Whom to erase. The address is known only until the erasure is finished. */
export interface ErasedPerson {
  /** the customer, if there is one now, and those the same address was before, as far as steps have found them */
  readonly customerIds: readonly string[];
  readonly emailNormalised: string;
  readonly addressHash: Buffer;
  /** the person wants no mail any more: their refusal is noted as a hash (J-36) */
  readonly refuseMail: boolean;
  /** uploaded files that contain the address go at once, with the results of their other rows */
  readonly removeImportFiles: boolean;
}

export const KEPT_GROUNDS = ['consent-evidence', 'refusal', 'import-result', 'export-file', 'user-account'] as const;
/** Why something is kept: proof of consent (J-33), the refusal itself (J-31), a file that goes by itself, another use. */
export type KeptGround = (typeof KEPT_GROUNDS)[number];

/** Something that stays after an erasure, why and until when. */
export interface Kept {
  readonly ground: KeptGround;
  readonly count: number;
  /** what it is called, where it has a name */
  readonly label?: string;
  /** ISO instant; null: as long as the ground lasts */
  readonly until: string | null;
}

/** What one step of an eraser did. */
export interface EraserStep {
  /** things erased by kind, to be added up */
  readonly counts: Readonly<Record<string, number>>;
  readonly kept?: readonly Kept[];
  /** where to go on; null: nothing is left */
  readonly next: string | null;
  /** customers the same address was once, found by this step: the steps after it see them too */
  readonly formerCustomerIds?: readonly string[];
  /** something is in flight: come back later, at the same place */
  readonly wait?: boolean;
}

/**
 * What a module knows of a person and forgets. Register it with Erasers from onModuleInit. Each step runs in a
 * transaction of its own that also notes what it did: it must be short, and may be the first after a crash.
 */
export interface Eraser {
  readonly name: EraserName;
  erase(tx: EntityManager, person: ErasedPerson, from: string | null): Promise<EraserStep>;
}

/** What stands where an address was. No address is empty, so nobody can be mistaken for an erased person. */
export const ERASED_ADDRESS = '';
