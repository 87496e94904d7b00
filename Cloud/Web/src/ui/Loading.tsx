import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure } from './Failure';
import { LoadedContext, type Loaded } from './PageHead';
import { PageSkeleton } from './PageSkeleton';
import { StaleNotice } from './StaleNotice';

interface LoadingProps<T> {
  readonly query: UseQueryResult<T>;
  readonly label: string;
  readonly children: (data: T) => ReactNode;
  /** Beside "try again" where nothing came. */
  readonly extra?: ReactNode;
  readonly skeleton?: ReactNode;
}

/** What stands there until an answer came, where none came, and over one that is old. */
export function Loading<T>({ query, label, children, extra, skeleton }: LoadingProps<T>) {
  if (query.data === undefined) {
    return query.error ? <Failure error={query.error} busy={query.isFetching} onRetry={() => void query.refetch()} extra={extra} /> : (skeleton ?? <PageSkeleton label={label} />);
  }

  return (
    <>
      <StaleNotice error={query.error} loadedAt={query.dataUpdatedAt} busy={query.isFetching} onRetry={() => void query.refetch()} />
      <LoadedContext value={loadedOf(query)}>{children(query.data)}</LoadedContext>
    </>
  );
}

/** For the head of a page: when this was loaded. */
export const loadedOf = (query: UseQueryResult<unknown>): Loaded => ({ at: query.dataUpdatedAt, busy: query.isFetching, onRefresh: () => void query.refetch() });
