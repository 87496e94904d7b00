import type { CommittedEvent } from '../api/types';

/** Kept apart, so that two samples a second do not push the sales out of sight. */
export const keptPerClass = 300;

export interface EventLog {
  /** Newest first, each (gateway, position) once. */
  readonly shown: readonly CommittedEvent[];
  /** What came while paused, newest first. */
  readonly held: readonly CommittedEvent[];
  readonly paused: boolean;
}

export type EventLogAction =
  | { readonly kind: 'arrived'; readonly events: readonly CommittedEvent[] }
  | { readonly kind: 'loaded'; readonly events: readonly CommittedEvent[] }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' };

export const emptyLog: EventLog = { shown: [], held: [], paused: false };

export const eventKey = (event: CommittedEvent): string => `${event.gateway}/${event.position}`;

export function eventLogReducer(log: EventLog, action: EventLogAction): EventLog {
  switch (action.kind) {
    case 'arrived':
      return log.paused
        ? { ...log, held: merge(log.held, without(action.events, log.shown)) }
        : { ...log, shown: merge(log.shown, action.events) };
    case 'loaded':
      return log.paused ? log : { ...log, shown: joins(log.shown, action.events) ? merge(log.shown, action.events) : merge([], action.events) };
    case 'pause':
      return { ...log, paused: true };
    case 'resume':
      return { shown: merge(log.shown, log.held), held: [], paused: false };
  }
}

/** A page loaded after a break that does not reach what is held would hide a hole between the two. */
function joins(shown: readonly CommittedEvent[], page: readonly CommittedEvent[]): boolean {
  const known = new Set(shown.map(eventKey));
  return shown.length === 0 || page.some((event) => known.has(eventKey(event)));
}

function without(events: readonly CommittedEvent[], known: readonly CommittedEvent[]): CommittedEvent[] {
  const keys = new Set(known.map(eventKey));
  return events.filter((event) => !keys.has(eventKey(event)));
}

function merge(present: readonly CommittedEvent[], more: readonly CommittedEvent[]): readonly CommittedEvent[] {
  const fresh = [...new Map(without(more, present).map((event) => [eventKey(event), event])).values()];
  if (fresh.length === 0) {
    return present;
  }

  const counts = new Map<string, number>();
  return [...present, ...fresh].sort(newestFirst).filter((event) => {
    const count = (counts.get(event.class) ?? 0) + 1;
    counts.set(event.class, count);
    return count <= keptPerClass;
  });
}

/** Within a gateway the position decides; a clock that jumps must not reorder what is ordered. */
function newestFirst(left: CommittedEvent, right: CommittedEvent): number {
  if (left.gateway === right.gateway) {
    return right.position - left.position;
  }

  return Date.parse(right.receivedAt) - Date.parse(left.receivedAt) || left.gateway.localeCompare(right.gateway);
}
