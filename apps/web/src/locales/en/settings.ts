import type { settings as ja } from '../ja/settings';
import type { Shape } from '../shape';

export const settings: Shape<typeof ja> = {};
