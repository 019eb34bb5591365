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
] as const;
/** 配信停止方法 (C-17) */
export type StateChangeRoute = (typeof STATE_CHANGE_ROUTES)[number];

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
