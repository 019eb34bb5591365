import type { customers as ja } from '../ja/customers';
import type { Shape } from '../shape';

export const customers: Shape<typeof ja> = {};
