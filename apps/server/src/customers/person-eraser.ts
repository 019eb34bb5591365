import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { ERASER_NAMES, type EraserName } from './eraser.types.js';
import { Erasers } from './erasers.service.js';
import { finishErasure, lockErasure, noteLeftover, noteStep, type OpenErasure } from './erasures.queries.js';
import { countRowsWith, nextTableToLookThrough, tablesTooLarge } from './leftovers.queries.js';

/** The last step: looking through every table for the address. */
const CHECK = 'check';

/** What became of one step. */
type Progress = 'more' | 'wait' | 'finished';

/**
 * Erases a person step by step (right to be forgotten), each step in one transaction with the note of what it did: a
 * killed worker goes on where it was. Ends by looking for the address in the whole database, then forgets it.
 */
@Injectable()
export class PersonEraser {
  /** Larger tables are left to their erasers, which look where an index leads; the proof names them. */
  mostBytes = 4_000_000_000;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly erasers: Erasers,
    private readonly logger: PinoLogger,
  ) {}

  /** Goes on until it is finished or must wait for a mail in flight; the sweep comes back. */
  async erase(erasureId: string): Promise<void> {
    let progress: Progress = 'more';
    while (progress === 'more') progress = await this.db.tx((tx) => this.step(tx, erasureId));
    if (progress === 'finished') this.logger.info({ erasureId }, 'a person was erased');
  }

  private async step(tx: EntityManager, erasureId: string): Promise<Progress> {
    const erasure = await lockErasure(tx, erasureId);
    if (!erasure) return 'wait';
    if (erasure.step === CHECK) return this.check(tx, erasure);
    const name = erasure.step as EraserName;
    const done = await this.erasers.get(name).erase(tx, erasure, erasure.stepFrom);
    const at = done.next === null ? { step: after(name), from: null } : { step: name, from: done.next };
    await noteStep(tx, erasure.id, done, done.wait ? { step: name, from: erasure.stepFrom } : at);
    return done.wait ? 'wait' : 'more';
  }

  /** A table a step. Nothing is erased here: what is still found is put into the proof, so that somebody looks at it. */
  private async check(tx: EntityManager, { id, stepFrom, emailNormalised }: OpenErasure): Promise<Progress> {
    const table = await nextTableToLookThrough(tx, stepFrom, this.mostBytes);
    if (table === null) {
      await finishErasure(tx, id, this.clock.now(), await tablesTooLarge(tx, this.mostBytes));
      return 'finished';
    }
    await noteLeftover(tx, id, table, await countRowsWith(tx, table, emailNormalised));
    return 'more';
  }
}

const after = (name: EraserName): string => ERASER_NAMES[ERASER_NAMES.indexOf(name) + 1] ?? CHECK;
