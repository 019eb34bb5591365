import type { GroupColour, DeliveryState, StateChangeRoute } from '../groups/group.types.js';
import type { DemoCustomer } from './demo-customers.js';
import type { Random } from './random.js';

/** A group and who joins it. */
export interface DemoGroup {
  readonly name: string;
  readonly colour: GroupColour;
  readonly description: string;
  /** index into DEMO_SENDERS */
  readonly sender: number;
  /** whether this customer joins */
  readonly joins: (customer: DemoCustomer, random: Random) => boolean;
}

/** From addresses; groups name them by index. */
export const DEMO_SENDERS = [
  { email: 'news@example.jp', displayName: 'くばり珈琲店', replyTo: 'info@example.jp' },
  { email: 'gift@example.jp', displayName: 'くばり珈琲店 ギフト係', replyTo: null },
] as const;

const likes = (customer: DemoCustomer, choice: string): boolean =>
  Array.isArray(customer.values.interests) && customer.values.interests.includes(choice);

/** The four groups of the shop, the largest first. */
export const DEMO_GROUPS: readonly DemoGroup[] = [
  {
    name: 'メールマガジン会員',
    colour: 'teal',
    description: '毎月2回のお便り。新しい豆とお店のお知らせ',
    sender: 0,
    joins: (_, random) => random.chance(0.82),
  },
  {
    name: 'ギフト購入者',
    colour: 'pink',
    description: 'お中元・お歳暮・内祝いを一度でも購入された方',
    sender: 1,
    joins: (customer, random) => random.chance(likes(customer, 'int03') ? 0.85 : 0.16),
  },
  {
    name: '実店舗スタンプ会員',
    colour: 'orange',
    description: '首都圏3店舗のスタンプカードに登録された方',
    sender: 0,
    joins: (customer, random) =>
      random.chance(['11', '12', '13', '14'].includes(String(customer.values.prefecture)) ? 0.46 : 0.03),
  },
  {
    name: 'ワークショップ案内',
    colour: 'grape',
    description: '焙煎・抽出の教室のご案内を希望された方',
    sender: 0,
    joins: (customer, random) => random.chance(likes(customer, 'int05') ? 0.42 : 0.02),
  },
];

/** A customer in a group, by index; the state changes while the deliveries are played through. */
export interface DemoMembership {
  readonly customer: number;
  readonly group: number;
  readonly joinedAt: Date;
  state: DeliveryState;
  changedAt: Date | null;
  changedVia: StateChangeRoute | null;
  /** index of the delivery whose link was used */
  changedBy: number | null;
}

const HOUR_MS = 3_600_000;

/** Everybody who joins a group does so soon after registering; some were stopped or banned by the staff. */
export function makeMemberships(random: Random, customers: readonly DemoCustomer[], now: Date): DemoMembership[] {
  return customers.flatMap((customer, index) =>
    DEMO_GROUPS.flatMap((group, groupIndex) => {
      if (!group.joins(customer, random)) return [];
      const joinedAt = new Date(
        Math.min(customer.createdAt.getTime() + random.exponential(30) * 60_000, now.getTime()),
      );
      const state = random.weighted<DeliveryState>([
        ['active', 973],
        ['stopped', 19],
        ['banned', 8],
      ]);
      const changedAt = new Date(
        Math.min(joinedAt.getTime() + random.between(24, 900) * HOUR_MS, now.getTime() - HOUR_MS),
      );
      const isActive = state === 'active' || changedAt < joinedAt;
      return [
        {
          customer: index,
          group: groupIndex,
          joinedAt,
          state: isActive ? 'active' : state,
          changedAt: isActive ? null : changedAt,
          changedVia: isActive ? null : 'screen',
          changedBy: null,
        },
      ];
    }),
  );
}
