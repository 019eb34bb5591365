import type { search as ja } from '../ja/search';
import type { Shape } from '../shape';

export const search: Shape<typeof ja> = {};
