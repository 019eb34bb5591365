/** Where to go after sign-in (`?next=`): only a path of ours, never another site. */
export function nextPath(url: URL): string {
  const next = url.searchParams.get('next') ?? '/';
  return next.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/';
}

/** The sign-in page that leads back to `from`. */
export function signInPath(from: URL): string {
  const next = from.pathname + from.search;
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
}
