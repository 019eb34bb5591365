/** How many were taken back, and how many had changed since and stay. */
export interface TakenBack {
  readonly undone: number;
  readonly left: number;
}

/** A deleted customer as JSON: its row, and its history of errors. */
export interface CustomerImage {
  readonly customer: { readonly id: number; readonly email_normalised: string };
  readonly errors: readonly unknown[];
}

/** Customers that were overwritten, with what they were. Lists go by place; instants are text, exact to the microsecond. */
export interface OldValues {
  readonly ids: readonly string[];
  readonly values: readonly string[];
  readonly updatedAt: readonly string[];
  /** what the overwriting wrote as updated_at: who carries another one has changed since */
  readonly writtenAt: string;
  /** only these fields were overwritten */
  readonly fieldIds: readonly string[];
  /** overwritten several times since then, a customer counts once */
  readonly startedAt: Date;
}

/** Customers that an import registered. */
export interface Untouched {
  readonly ids: readonly string[];
  readonly importId: string;
  readonly writtenAt: string;
  /** the one membership that the import itself made of each */
  readonly joined: { readonly groupId: string; readonly joinedAt: string } | null;
}
