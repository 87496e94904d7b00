import { Tooltip } from 'antd';
import { useFormat } from './useFormat';
import { useNow } from './useNow';

/** "3 s ago", ticking, with the exact time for those who ask; `empty` where there is no time. */
export function Ago({ at, empty }: { at: string | null; empty: string }) {
  const format = useFormat();
  const now = useNow();
  const then = at === null ? NaN : Date.parse(at);
  if (Number.isNaN(then)) {
    return <span className="quiet">{empty}</span>;
  }

  return (
    <Tooltip title={format.dateTime(then)}>
      <time dateTime={at ?? undefined} className="nowrap">
        {format.ago(then, now)}
      </time>
    </Tooltip>
  );
}

/** How long something has been so. */
export function Age({ since, empty }: { since: string | null; empty: string }) {
  const format = useFormat();
  const now = useNow();
  const then = since === null ? NaN : Date.parse(since);
  if (Number.isNaN(then)) {
    return <span className="quiet">{empty}</span>;
  }

  return (
    <Tooltip title={format.dateTime(then)}>
      <span className="nowrap">{format.span(now - then)}</span>
    </Tooltip>
  );
}
