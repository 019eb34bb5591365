/** Keeps the first character and the domain of every e-mail address in a text: t***@example.jp. */
export function maskAddresses(text: string): string {
  return text.replaceAll(/([A-Za-z0-9])[^\s@<>"'/,;:]*@([A-Za-z0-9.-]+)/g, '$1***@$2');
}
