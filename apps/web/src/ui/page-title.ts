import { useEffect } from 'react';

/** Names the document after the page: `顧客 – Kubari`. PageHeader calls it; only pages without one need to. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Kubari' : `${title} – Kubari`;
  }, [title]);
}
