export const OPT_OUT_SCOPES = ['account', 'group', 'plan'] as const;
/** from what an address has opted out */
export type OptOutScope = (typeof OPT_OUT_SCOPES)[number];

export const OPT_OUT_REASONS = ['stopped', 'banned', 'complained'] as const;
export type OptOutReason = (typeof OPT_OUT_REASONS)[number];

/** One address in one scope; `scopeId` is absent for account. */
export interface OptOutKey {
  readonly emailNormalised: string;
  readonly scope: OptOutScope;
  readonly scopeId?: string | undefined;
}

/** Why an address is held back, and since when. */
export interface HeldBack {
  readonly scope: OptOutScope;
  readonly reason: OptOutReason;
  readonly recordedAt: Date;
  /** when the person complained, also where a ban is the reason now; null: never */
  readonly complainedAt: Date | null;
}
