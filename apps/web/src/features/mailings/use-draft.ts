import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useUnloadWarning } from '../../ui/unsaved';
import { DraftKeeper, type DraftView } from './draft-keeper';
import { loadMailing, mailingsQuery, saveMailing, useMailingsChanged, type Mailing } from './mailings.api';

/** The draft of a mailing: kept, saved by itself and on Ctrl-S, and not lost when the page is left. */
export function useDraft(mailing: Mailing): { readonly keeper: DraftKeeper; readonly view: DraftView } {
  const queryClient = useQueryClient();
  const changed = useMailingsChanged();
  const [keeper] = useState(
    () =>
      new DraftKeeper(mailing, {
        save: async (version, content) => {
          const saved = await saveMailing(mailing.id, version, content);
          queryClient.setQueryData(mailingsQuery.detail(mailing.id).queryKey, saved);
          void changed();
          return saved;
        },
        load: () => loadMailing(mailing.id),
      }),
  );
  const view = useSyncExternalStore(keeper.subscribe, keeper.getView);
  useUnloadWarning(() => keeper.getView().state !== 'saved');
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      void keeper.save();
    };
    globalThis.addEventListener('keydown', onKey);
    return () => {
      globalThis.removeEventListener('keydown', onKey);
      void keeper.save();
    };
  }, [keeper]);
  return { keeper, view };
}
