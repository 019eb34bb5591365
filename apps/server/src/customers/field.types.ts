/** The kinds of custom field that exist now. */
export const FIELD_TYPES = ['text', 'long_text', 'number', 'date', 'single_choice', 'multiple_choice'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** One choice; the id never changes, the label may. */
export interface FieldChoice {
  readonly id: string;
  readonly label: string;
  /** no longer offered; customers who have it keep it */
  readonly retired?: boolean;
}

/** A stored value: text and long text as they are, dates YYYY-MM-DD, numbers as numbers, choices by id. Absent = empty. */
export type FieldValue = string | number | readonly string[];

/** All values of a customer, keyed by field id. */
export type FieldValues = Readonly<Record<string, FieldValue>>;
