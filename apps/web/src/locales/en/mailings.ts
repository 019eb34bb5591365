import type { mailings as ja } from '../ja/mailings';
import type { Shape } from '../shape';

export const mailings: Shape<typeof ja> = {};
