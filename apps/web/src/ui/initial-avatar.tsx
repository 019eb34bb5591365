import classes from './initial-avatar.module.css';

/**
 * A round sign with the first letter of a name, its colour fixed by the name. Decorative: hidden from screen readers.
 * Plain spans, so it may be used in virtual rows.
 */
export function InitialAvatar({ name, size = 28 }: { name: string; size?: number }) {
  const first = new Intl.Segmenter().segment(name.trim())[Symbol.iterator]().next().value?.segment ?? '?';
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 8;
  return (
    <span
      aria-hidden
      className={`${classes.avatar} ${classes[`tone${hash}`]}`}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.43) }}
    >
      {first.toUpperCase()}
    </span>
  );
}
