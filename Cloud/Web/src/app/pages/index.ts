import { matchPath } from 'react-router';
import { peoplePages } from './people';
import { stockPages } from './stock';
import type { Page } from './page';

/** Every page of the navigation, in its order. */
export const pages: readonly Page[] = [...stockPages, ...peoplePages];

/** The page of the navigation that an address belongs to. */
export function pageAt(pathname: string): Page | null {
  return pages.find(({ path }) => path === pathname) ?? pages.find(({ path }) => path !== '/' && pathname.startsWith(`${path}/`)) ?? null;
}

/** Which stream an address listens to: of one store, of all stores (null), or none. */
export function streamAt(pathname: string): { readonly on: boolean; readonly store: string | null } {
  const store = (matchPath('/stores/:store', pathname) ?? matchPath('/stores/:store/shelves', pathname))?.params.store ?? null;
  return { on: store !== null || matchPath('/fleet/:gateway', pathname) !== null || pages.some(({ path, live }) => live === true && path === pathname), store };
}
