import { html } from '@codemirror/lang-html';
import { useComputedColorScheme } from '@mantine/core';
import CodeMirror, { EditorView, type ReactCodeMirrorRef } from '@uiw/react-codemirror';
import { useImperativeHandle, useMemo, useRef, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import './code-editor.css';
import { mergeTagChips } from './merge-tag-chips';
import type { TagLabels } from './merge-tag-text';

/** What the composer asks of the editor from outside. */
export interface EditorHandle {
  /** puts text at the cursor and goes there */
  readonly insert: (text: string) => void;
  /** selects the first place of `text`, or just takes the focus */
  readonly show: (text: string) => void;
}

export interface CodeEditorProps {
  readonly ref?: Ref<EditorHandle>;
  readonly language: 'text' | 'html';
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder: string;
  readonly labels: TagLabels;
}

/** The body of a mail: plain text or HTML, with merge tags as chips. Loaded lazily, since CodeMirror is large. */
export function CodeEditor({ ref, language, label, value, onChange, placeholder, labels }: CodeEditorProps) {
  const { t } = useTranslation();
  const scheme = useComputedColorScheme('light');
  const editor = useRef<ReactCodeMirrorRef>(null);
  useImperativeHandle(ref, () => handleOf(editor), []);
  const extensions = useMemo(
    () => [
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', spellcheck: 'false' }),
      mergeTagChips(labels, {
        unknown: (key) => t('mailings.edit.unknownTag', { key }),
        fallback: (name, value) => t('mailings.edit.fallback', { label: name, value }),
      }),
      ...(language === 'html' ? [html({ autoCloseTags: true })] : []),
    ],
    [labels, language, label, t],
  );
  return (
    <CodeMirror
      ref={editor}
      className={language === 'html' ? 'kubari-editor kubari-editor-code' : 'kubari-editor'}
      theme={scheme}
      height="100%"
      value={value}
      onChange={onChange}
      placeholder={placeholder}
      extensions={extensions}
      basicSetup={{
        lineNumbers: language === 'html',
        foldGutter: false,
        highlightActiveLine: false,
        highlightActiveLineGutter: false,
        autocompletion: false,
        searchKeymap: true,
        closeBrackets: language === 'html',
        bracketMatching: false,
        highlightSelectionMatches: false,
      }}
      indentWithTab={false}
    />
  );
}

function handleOf(editor: { readonly current: ReactCodeMirrorRef | null }): EditorHandle {
  return {
    insert(text) {
      const view = editor.current?.view;
      if (!view) return;
      view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true, userEvent: 'input' });
      view.focus();
    },
    show(text) {
      const view = editor.current?.view;
      if (!view) return;
      const at = text === '' ? -1 : view.state.doc.toString().indexOf(text);
      if (at >= 0) view.dispatch({ selection: { anchor: at, head: at + text.length }, scrollIntoView: true });
      view.focus();
    },
  };
}
