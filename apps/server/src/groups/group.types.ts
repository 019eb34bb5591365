export const DELIVERY_STATES = ['active', 'stopped', 'banned'] as const;
/** 配信可能 / 配信停止 / 配信禁止 of one customer in one group (C-10, C-11) */
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export const STATE_CHANGE_ROUTES = [
  'form',
  'one_click',
  'unsubscribe_page',
  'complaint',
  'screen',
  'csv',
  'api',
  'ledger',
  'sync',
] as const;
/** 配信停止方法 (C-17); ledger: an opt-out from before the customer was deleted (J-36), sync: taken over from another group (C-13) */
export type StateChangeRoute = (typeof STATE_CHANGE_ROUTES)[number];

/** Ways in which only the person says no: a form, a link of a mail, a complaint. */
export const ROUTES_OF_THE_PERSON: readonly StateChangeRoute[] = ['form', 'one_click', 'unsubscribe_page', 'complaint'];

/** How and by whom a delivery state changes. */
export interface ChangeOrigin {
  readonly via: StateChangeRoute;
  /** the operator, when a person did it in the dashboard */
  readonly userId?: string | undefined;
  /** the delivery whose link was used */
  readonly deliveryId?: string | undefined;
}

export const GROUP_COLOURS = [
  'gray',
  'red',
  'pink',
  'grape',
  'violet',
  'indigo',
  'blue',
  'cyan',
  'teal',
  'green',
  'lime',
  'yellow',
  'orange',
] as const;
/** only an aid for the eye (F-02); the names are Mantine's */
export type GroupColour = (typeof GROUP_COLOURS)[number];
