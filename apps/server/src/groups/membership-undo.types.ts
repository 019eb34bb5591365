/** A row of group_membership as JSON. */
export type MembershipImage = Readonly<Record<string, unknown>>;

/** A membership as it was and as it was left; null: there was none. */
export interface MembershipChange {
  readonly before: MembershipImage | null;
  readonly after: MembershipImage | null;
}

/** A membership that is not to be active again: the person, or somebody else, has said so since. */
export interface MembershipRefusal {
  readonly groupId: string;
  readonly customerId: string;
  readonly state: 'stopped' | 'banned';
}

/** Memberships that one statement made. */
export interface JoinedAt {
  readonly groupId: string;
  readonly customerIds: readonly string[];
  /** exact to the microsecond */
  readonly joinedAt: string;
}
