import type { delivery as ja } from '../ja/delivery';
import type { Shape } from '../shape';

export const delivery: Shape<typeof ja> = {
  state: {
    scheduled: 'Scheduled',
    planning: 'Preparing',
    sending: 'Sending',
    paused: 'Paused',
    sent: 'Sent',
    canceled: 'Canceled',
    failed: 'Failed',
  },
};
