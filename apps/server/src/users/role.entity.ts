import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Permission } from './permissions.js';

/** A named set of permissions; data, so that an installation can make its own. */
@Entity('user_role')
export class Role {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'user_role_pkey',
  })
  id: string;

  @Index('user_role_name_key', { unique: true })
  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', array: true, default: '{}' })
  permissions: Permission[];

  /** built-in roles cannot be edited or deleted */
  @Column({ type: 'boolean', name: 'built_in', default: false })
  builtIn: boolean;
}
