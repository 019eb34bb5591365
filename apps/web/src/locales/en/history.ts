import type { history as ja } from '../ja/history';
import type { Shape } from '../shape';

export const history: Shape<typeof ja> = {};
