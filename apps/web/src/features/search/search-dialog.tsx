/** Ctrl-K. */
export function SearchDialog(_: { openings: number }) {
  return null;
}
