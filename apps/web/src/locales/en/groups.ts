import type { groups as ja } from '../ja/groups';
import type { Shape } from '../shape';

export const groups: Shape<typeof ja> = {};
