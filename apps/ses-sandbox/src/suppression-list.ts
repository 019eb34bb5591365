import { badRequest, notFound } from './aws-error.js';

type SuppressionReason = 'BOUNCE' | 'COMPLAINT';

export interface Suppressed {
  address: string;
  reason: SuppressionReason;
  at: number;
}

/** The account's suppression list; addresses compare without case. */
export class SuppressionList {
  private readonly entries = new Map<string, Suppressed>();

  put(address: string, reason: string, at: number): void {
    if (reason !== 'BOUNCE' && reason !== 'COMPLAINT') throw badRequest(`Invalid suppression reason ${reason}`);
    this.entries.set(address.toLowerCase(), { address, reason, at });
  }

  get(address: string): Suppressed {
    const entry = this.entries.get(address.toLowerCase());
    if (!entry) throw notFound(`Email address ${address} does not exist on your suppression list.`);
    return entry;
  }

  delete(address: string): void {
    this.get(address);
    this.entries.delete(address.toLowerCase());
  }

  /** Whether mail to the address is stopped, given the reasons the account has switched on. */
  stops(address: string, reasons: readonly string[]): boolean {
    if (this.entries.size === 0) return false;
    const entry = this.entries.get(address.toLowerCase());
    return entry !== undefined && reasons.includes(entry.reason);
  }

  all(): Suppressed[] {
    return [...this.entries.values()];
  }

  clear(): void {
    this.entries.clear();
  }
}
