/** Keeps the first character and the domain of every e-mail address in a text: t***@example.jp. Versions (x@1.2.3) stay. */
export function maskAddresses(text: string): string {
  return text.replaceAll(/([A-Za-z0-9])[^\s@<>"'/,;:]*@([A-Za-z0-9.-]*[A-Za-z]{2})/g, '$1***@$2');
}
