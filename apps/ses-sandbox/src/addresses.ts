const CONTROL_OR_SPACE = /[^!-\uffff]|\x7f/;

/**
 * Says why SES would refuse an address, in the sentences of JavaMail's InternetAddress that its API shows (V5),
 * or undefined when it would take it. docomo's old `a..b@` and `a.@` are refused, unless the local part is quoted.
 */
export function addressFault(address: string): string | undefined {
  if (address === '') return 'Empty address';
  const at = localPartEnd(address);
  if (typeof at === 'string') return at;
  return localPartFault(address.slice(0, at)) ?? domainFault(address.slice(at + 1));
}

/** `Taro <taro@example.jp>` to `taro@example.jp`; anything else is taken as a bare address. */
export function bareAddress(text: string): string {
  const match = /<([^<>]*)>\s*$/.exec(text);
  return (match?.[1] ?? text).trim();
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

export function isSimulatorAddress(address: string): boolean {
  return domainOf(address) === 'simulator.amazonses.com';
}

/** Index of the `@` that ends the local part, or the sentence saying why there is none. */
function localPartEnd(address: string): number | string {
  if (!address.startsWith('"')) {
    const at = address.indexOf('@');
    return at < 0 ? (unquotedFault(address) ?? "Missing final '@domain'") : at;
  }
  for (let i = 1; i < address.length; i++) {
    if (address[i] === '\\') i++;
    else if (address[i] === '"') {
      if (i + 1 === address.length) return "Missing final '@domain'";
      return address[i + 1] === '@' ? i + 1 : 'Quote not at end of local address';
    }
  }
  return 'Unterminated quote';
}

function localPartFault(local: string): string | undefined {
  if (local === '') return 'Missing local name';
  if (/[^\x20-\x7e]/.test(local)) return 'Local address contains control or whitespace';
  return local.startsWith('"') ? undefined : unquotedFault(local);
}

function unquotedFault(local: string): string | undefined {
  if (local.startsWith('.')) return 'Local address starts with dot';
  if (local.includes('..')) return 'Local address contains dot-dot';
  if (CONTROL_OR_SPACE.test(local)) return 'Local address contains control or whitespace';
  if (local.includes('"')) return 'Unexpected quote in local address';
  if (/[()<>,;:\\[\]]/.test(local)) return 'Local address contains illegal character';
  return local.endsWith('.') ? 'Local address ends with dot' : undefined;
}

function domainFault(domain: string): string | undefined {
  if (domain === '') return 'Missing domain';
  if (domain.startsWith('.')) return 'Domain starts with dot';
  if (domain.startsWith('['))
    return domain.indexOf(']') === domain.length - 1 ? undefined : 'Domain literal end not at end of domain';
  if (CONTROL_OR_SPACE.test(domain)) return 'Domain contains control or whitespace';
  if (/[^A-Za-z0-9.-]/.test(domain)) return 'Domain contains illegal character';
  if (domain.includes('..')) return 'Domain contains dot-dot';
  return domain.endsWith('.') ? 'Domain ends with dot' : undefined;
}
