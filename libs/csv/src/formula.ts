// A spreadsheet runs what begins so as a formula (security.md 8, phpList CVE-2021-3188). Leading apostrophes are looked
// through, so that taking the escape off gives back exactly what was escaped.
const FORMULA = /^'*[=+\-@\t\r]/;
const NUMBER = /^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?%?$/;
const PHONE = /^\+\d(?:[ -]?\(?\d+\)?)+$/;

/** C-45: a leading apostrophe for what a spreadsheet would run; plain numbers and phone numbers (-12.5, +81-3-1234-5678) stay. */
export function escapeFormula(cell: string): string {
  if (!FORMULA.test(cell) || NUMBER.test(cell) || isPhoneNumber(cell)) return cell;
  return `'${cell}`;
}

/** Takes off what escapeFormula put on, so that an exported file can be imported again. */
export function unescapeFormula(cell: string): string {
  return cell.charCodeAt(0) === 0x27 && FORMULA.test(cell) ? cell.slice(1) : cell;
}

function isPhoneNumber(cell: string): boolean {
  return cell.length <= 30 && PHONE.test(cell);
}
