import type { TFunction } from 'i18next';
import type { MergeTag } from './mailings.api';

/** {{key}} or {{key|default}}; groups: key, default with its bar. */
export const MERGE_TAG = /\{\{([^{}\n|]*)(\|[^{}\n]*)?\}\}/g;

/** How the tags read on screen, by key. */
export type TagLabels = ReadonlyMap<string, string>;

/** System tags are named by us, fields by their label. */
export function tagLabels(tags: readonly MergeTag[], t: TFunction): TagLabels {
  return new Map(tags.map((tag) => [tag.key, tag.label ?? t(`mailings.tag.${tag.key}` as 'mailings.tag.email')]));
}

/** As it is written into a mail. */
export const tagText = (key: string): string => `{{${key}}}`;

/** A text for reading: 'こんにちは {{name}} 様' → 'こんにちは 氏名 様'. */
export function readableText(text: string, labels: TagLabels): string {
  return text.replaceAll(MERGE_TAG, (_, key: string) => labels.get(key.trim()) ?? key.trim());
}
