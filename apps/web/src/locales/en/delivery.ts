import type { delivery as ja } from '../ja/delivery';
import type { Shape } from '../shape';

export const delivery: Shape<typeof ja> = {};
