import type { reports as ja } from '../ja/reports';
import type { Shape } from '../shape';

export const reports: Shape<typeof ja> = {};
