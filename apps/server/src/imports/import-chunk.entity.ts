import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ImportJob } from './import-job.entity.js';
import type { OutcomeDetail } from './import.types.js';

/** Results of one chunk of rows, written in the transaction that applied it. */
@Entity('import_chunk')
export class ImportChunk {
  @PrimaryColumn({ type: 'bigint', name: 'import_id', primaryKeyConstraintName: 'import_chunk_pkey' })
  importId: string;

  @PrimaryColumn({ type: 'integer', name: 'chunk_no', primaryKeyConstraintName: 'import_chunk_pkey' })
  chunkNo: number;

  @ManyToOne(() => ImportJob, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'import_id', foreignKeyConstraintName: 'import_chunk_import_id_fkey' })
  importJob: Relation<ImportJob>;

  @Column({ type: 'integer', name: 'first_row' })
  firstRow: number;

  @Column({ type: 'integer', name: 'row_count' })
  rowCount: number;

  @Column({ type: 'bigint', name: 'byte_from' })
  byteFrom: string;

  @Column({ type: 'bigint', name: 'byte_to' })
  byteTo: string;

  /** one byte per row: a code of row-outcome.ts */
  @Column({ type: 'bytea' })
  outcomes: Buffer;

  /** row offset in the chunk → what its outcome says beyond the code */
  @Column({ type: 'jsonb', default: '{}' })
  details: Record<string, OutcomeDetail>;
}
