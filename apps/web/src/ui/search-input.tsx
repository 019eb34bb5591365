import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * A search box that reports what was typed after a short rest, and never in the middle of a Japanese conversion.
 * `value` is the term in force (from the URL); `onChange` gets the new one.
 */
export function SearchInput(props: {
  value: string;
  onChange: (value: string) => void;
  label: string;
  width?: number;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(props.value);
  const reported = useRef(props.value);
  const report = useDebouncedCallback((value: string) => {
    reported.current = value;
    props.onChange(value);
  }, 300);
  useEffect(() => {
    if (props.value === reported.current) return;
    reported.current = props.value;
    setText(props.value);
  }, [props.value]);
  const type = (value: string, composing: boolean) => {
    setText(value);
    if (!composing) report(value.trim());
  };
  return (
    <TextInput
      type="search"
      aria-label={props.label}
      placeholder={props.label}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        text === '' ? null : (
          <CloseButton size="sm" aria-label={t('app.action.clear')} onClick={() => type('', false)} />
        )
      }
      w={{ base: '100%', xs: props.width ?? 280 }}
      size="sm"
      value={text}
      onChange={(event) => type(event.currentTarget.value, (event.nativeEvent as InputEvent).isComposing)}
      onCompositionEnd={(event) => type(event.currentTarget.value, false)}
      autoComplete="off"
    />
  );
}
