import { Injectable } from '@nestjs/common';
import type { RunsIn } from '../platform/database/database.js';
import { AddressHasher } from './address-hash.service.js';
import { copyOptOuts, deleteOptOuts, hasOptOuts, readOptOuts, upsertOptOuts } from './opt-out-ledger.queries.js';
import {
  OPT_OUT_REASONS,
  type HeldBack,
  type OptOutKey,
  type OptOutReason,
  type OptOutScope,
} from './opt-out.types.js';

type OptOutToNote = OptOutKey & { readonly reason: OptOutReason };

/**
 * Who wants no mail, whether or not they are customers now (J-36): deleting somebody and registering the address again
 * brings no opted-out person back. All work is done where the caller's transaction is.
 */
@Injectable()
export class OptOutLedger {
  constructor(private readonly hasher: AddressHasher) {}

  /** Notes opt-outs; repeating one changes nothing. */
  record(where: RunsIn, optOuts: readonly OptOutToNote[], at: Date): Promise<void> {
    return this.note(where, optOuts, at, false);
  }

  /** Notes what people say themselves, each time they say it: whoever takes an operation back sees that they have spoken since. */
  recordRefusals(where: RunsIn, optOuts: readonly OptOutToNote[], at: Date): Promise<void> {
    return this.note(where, optOuts, at, true);
  }

  /** Forgets opt-outs of these reasons, when the person or an operator says that mail is wanted again in that scope. */
  async lift(
    where: RunsIn,
    keys: readonly OptOutKey[],
    reasons: readonly OptOutReason[] = OPT_OUT_REASONS,
  ): Promise<void> {
    if (keys.length === 0 || !(await hasOptOuts(where))) return;
    await deleteOptOuts(
      where,
      keys.map((key) => this.rowOf(key)),
      reasons,
    );
  }

  /** The person behind an address has another one now, and wants no more mail there than here (C-62). */
  async carry(where: RunsIn, from: string, to: string): Promise<void> {
    if (await hasOptOuts(where)) await copyOptOuts(where, this.hasher.hashOf(from), this.hasher.hashOf(to));
  }

  /** False while nobody has opted out: then no address need be read or hashed. */
  holdsAnybody(where: RunsIn): Promise<boolean> {
    return hasOptOuts(where);
  }

  /** Of these normalised addresses, those that must not be mailed in the scope, by its own rows or an account row. */
  async heldBack(
    where: RunsIn,
    addresses: readonly string[],
    scope: Exclude<OptOutScope, 'account'>,
    scopeId: string,
  ): Promise<Map<string, HeldBack>> {
    const held = new Map<string, HeldBack>();
    if (addresses.length === 0 || !(await hasOptOuts(where))) return held;
    const hashes = addresses.map((address) => this.hasher.hashOf(address));
    for (const row of await readOptOuts(where, hashes, scope, scopeId)) {
      const address = addresses[row.n - 1];
      if (address === undefined || held.has(address)) continue;
      const { scope: of, reason, recordedAt, complainedAt } = row;
      held.set(address, { scope: of, reason, recordedAt, complainedAt });
    }
    return held;
  }

  private async note(where: RunsIn, optOuts: readonly OptOutToNote[], at: Date, areRefusals: boolean): Promise<void> {
    if (optOuts.length === 0) return;
    const rows = optOuts.map((optOut) => ({ ...this.rowOf(optOut), reason: optOut.reason }));
    await upsertOptOuts(where, rows, at, areRefusals);
  }

  private rowOf({ emailNormalised, scope, scopeId }: OptOutKey): { hash: Buffer; scope: OptOutScope; scopeId: string } {
    return { hash: this.hasher.hashOf(emailNormalised), scope, scopeId: scope === 'account' ? '0' : (scopeId ?? '0') };
  }
}
