import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import {
  Decoration,
  EditorState,
  EditorView,
  MatchDecorator,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type Extension,
  type ViewUpdate,
} from '@uiw/react-codemirror';
import { MERGE_TAG, type TagLabels } from './merge-tag-text';

export interface ChipTexts {
  readonly unknown: (key: string) => string;
  readonly fallback: (label: string, value: string) => string;
}

/** Shows merge tags as chips (unknown ones red), which are one step for the cursor, and completes them after `{{`. */
export function mergeTagChips(labels: TagLabels, texts: ChipTexts): Extension {
  return [chips(labels, texts), completion(labels)];
}

class Chip extends WidgetType {
  private readonly label: string;
  private readonly isKnown: boolean;

  constructor(label: string, isKnown: boolean) {
    super();
    this.label = label;
    this.isKnown = isKnown;
  }

  override eq(other: Chip): boolean {
    return other.label === this.label && other.isKnown === this.isKnown;
  }

  toDOM(): HTMLElement {
    const chip = document.createElement('span');
    chip.className = this.isKnown ? 'kubari-chip' : 'kubari-chip kubari-chip-unknown';
    chip.textContent = this.label;
    return chip;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

function chips(labels: TagLabels, texts: ChipTexts): Extension {
  const matcher = new MatchDecorator({
    regexp: new RegExp(MERGE_TAG.source, 'g'),
    decoration: (match) => Decoration.replace({ widget: chipOf(match, labels, texts) }),
  });
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = matcher.createDeco(view);
      }

      update(update: ViewUpdate): void {
        this.decorations = matcher.updateDeco(update, this.decorations);
      }
    },
    {
      decorations: (plugin) => plugin.decorations,
      provide: (plugin) => EditorView.atomicRanges.of((view) => view.plugin(plugin)?.decorations ?? Decoration.none),
    },
  );
}

function chipOf(match: RegExpExecArray, labels: TagLabels, texts: ChipTexts): Chip {
  const key = (match[1] ?? '').trim();
  const label = labels.get(key);
  if (label === undefined) return new Chip(texts.unknown(key), false);
  const fallback = match[2]?.slice(1).trim();
  return new Chip(fallback ? texts.fallback(label, fallback) : label, true);
}

function completion(labels: TagLabels): Extension {
  const options: Completion[] = [...labels].map(([key, label]) => ({
    label: `{{${key}`,
    displayLabel: label,
    ...(key === label ? {} : { detail: key }),
    apply: (view, _, from, to) => insertTag(view, key, from, to),
  }));
  const source = (context: CompletionContext): CompletionResult | null => {
    const typed = context.matchBefore(/\{\{[^{}\n|]*/);
    if (!typed) return null;
    const term = typed.text.slice(2).trim().toLowerCase();
    const found = options.filter(({ displayLabel = '', detail = '' }) =>
      `${displayLabel} ${detail}`.toLowerCase().includes(term),
    );
    return { from: typed.from, options: found, filter: false };
  };
  return [autocompletion({ icons: false }), EditorState.languageData.of(() => [{ autocomplete: source }])];
}

/** Braces that the editor closed by itself are replaced along. */
function insertTag(view: EditorView, key: string, from: number, to: number): void {
  const closing = /^\}{1,2}/.exec(view.state.sliceDoc(to, to + 2))?.[0].length ?? 0;
  const text = `{{${key}}}`;
  view.dispatch({
    changes: { from, to: to + closing, insert: text },
    selection: { anchor: from + text.length },
    userEvent: 'input.complete',
  });
}
