import type { home as ja } from '../ja/home';
import type { Shape } from '../shape';

export const home: Shape<typeof ja> = {};
