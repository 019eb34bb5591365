import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ErasedPerson, EraserStep } from '../customers/eraser.types.js';
import { Erasers } from '../customers/erasers.service.js';
import { Storage } from '../platform/storage/storage.js';
import { findText } from './find-text.js';
import { forgetFile, forgetUndo, nextFile, type KeptFile } from './import-eraser.queries.js';

/**
 * What imports forget of an erased person: what an undo would bring back of them, and uploaded files that contain the
 * address. Files go by themselves after ten days (C-36) and are named with that date, or at once with the results of
 * their other rows, as the operator chose.
 */
@Injectable()
export class ImportEraser implements OnModuleInit {
  constructor(
    private readonly erasers: Erasers,
    private readonly storage: Storage,
  ) {}

  onModuleInit(): void {
    this.erasers.register({ name: 'imports', erase: (tx, person, from) => this.erase(tx, person, from) });
  }

  /** First what could be taken back, then one file a step. */
  private async erase(tx: EntityManager, person: ErasedPerson, from: string | null): Promise<EraserStep> {
    if (from === null) {
      const count = await forgetUndo(tx, person);
      return { counts: count === 0 ? {} : { 'import-undos': count }, next: '0' };
    }
    const file = await nextFile(tx, from);
    if (!file) return { counts: {}, next: null };
    if (!(await this.contains(file, person.emailNormalised))) return { counts: {}, next: file.id };
    if (!person.removeImportFiles || !file.isOver) {
      const until = file.expiresAt.toISOString();
      return { counts: {}, kept: [{ ground: 'import-result', count: 1, label: file.fileName, until }], next: file.id };
    }
    await this.storage.remove(file.fileKey);
    await forgetFile(tx, file.id);
    return { counts: { 'import-files': 1 }, next: file.id };
  }

  private async contains(file: KeptFile, address: string): Promise<boolean> {
    return findText(this.storage.read(file.fileKey), file.encoding, address);
  }
}
