import type { demo as ja } from '../ja/demo';
import type { Shape } from '../shape';

export const demo: Shape<typeof ja> = {
  title: 'Try it with demo data',
  text: 'Loads 2,000 made-up customers, groups and past deliveries with opens and clicks. No real person is mailed.',
  load: 'Load demo data',
  loading: 'Loading…',
};
