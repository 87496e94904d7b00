import { keepPreviousData, useInfiniteQuery, type QueryKey } from '@tanstack/react-query';

export interface KeysetPage<Row> {
  readonly rows: readonly Row[];
  /** The mark of the next page; null at the end. */
  readonly next: string | null;
}

export interface Keyset<Row> {
  /** What has come so far; undefined before the first answer. */
  readonly rows: readonly Row[] | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly isFetching: boolean;
  readonly isFetchingMore: boolean;
  readonly hasMore: boolean;
  /** Whether the rows are those of an earlier search, while the present one is on its way. */
  readonly isBefore: boolean;
  readonly loadedAt: number;
  readonly refresh: () => void;
  readonly more: () => void;
}

/** A list that headquarters pages by marks: asked again on each visit, kept while it is away. */
export function useKeyset<Row>(key: QueryKey, ask: (after: string | null, signal: AbortSignal) => Promise<KeysetPage<Row>>, enabled = true): Keyset<Row> {
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => ask(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    staleTime: 0,
    enabled,
  });
  return {
    rows: pages.data?.pages.flatMap((page) => page.rows),
    error: pages.error,
    isPending: pages.isPending,
    isFetching: pages.isFetching && !pages.isFetchingNextPage,
    isFetchingMore: pages.isFetchingNextPage,
    hasMore: pages.hasNextPage,
    isBefore: pages.isPlaceholderData,
    loadedAt: pages.dataUpdatedAt,
    refresh: () => void pages.refetch(),
    more: () => void pages.fetchNextPage(),
  };
}
