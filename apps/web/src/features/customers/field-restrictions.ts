import type { Schemas } from '../../lib/api';
import type { FieldType } from './customer-fields.api';

export type InputRestriction = Schemas['InputRestriction'];

/** The restrictions each type can have; the server has the same table. */
const RESTRICTIONS: { readonly [T in FieldType]?: readonly InputRestriction[] } = {
  text: [
    'none',
    'full_width',
    'half_width',
    'half_width_alphanumeric',
    'half_width_digits',
    'full_width_katakana',
    'hiragana',
    'email',
    'url',
  ],
  long_text: ['none', 'full_width', 'half_width'],
};

/** What a field of this type may restrict; nothing when it cannot. */
export const restrictionsOf = (type: FieldType): readonly InputRestriction[] => RESTRICTIONS[type] ?? [];

/** The restriction that holds for a type: one that it cannot have is none. */
export const restrictionFor = (type: FieldType, restriction: InputRestriction): InputRestriction =>
  restrictionsOf(type).includes(restriction) ? restriction : 'none';
