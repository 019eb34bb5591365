import type { demo as ja } from '../ja/demo';
import type { Shape } from '../shape';

export const demo: Shape<typeof ja> = {};
