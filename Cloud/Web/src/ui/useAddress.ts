import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { useMyStore } from '../app/MyStore';

/** A filter that stands in the address, so that a link to a page shows what its sender saw. */
export function useAddress<T extends string>(name: string, otherwise: T): [T, (value: T) => void] {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (value: T) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === otherwise) {
            next.delete(name);
          } else {
            next.set(name, value);
          }

          return next;
        },
        { replace: true },
      ),
    [setSearch, name, otherwise],
  );
  return [(search.get(name) as T | null) ?? otherwise, set];
}

/** The store that a page is about: the one of the address, else the reader's own; null is all. Choosing one makes it the reader's own. */
export function useStoreFilter(): [string | null, (store: string | null) => void] {
  const { store: mine, setStore } = useMyStore();
  const [named, setNamed] = useAddress<string>('store', '');
  return [
    named === 'all' ? null : named || mine,
    (store) => {
      setStore(store);
      setNamed('');
    },
  ];
}
