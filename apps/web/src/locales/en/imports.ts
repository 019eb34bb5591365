import type { imports as ja } from '../ja/imports';
import type { Shape } from '../shape';

export const imports: Shape<typeof ja> = {};
