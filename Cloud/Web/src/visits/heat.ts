import type { HeatCell, HeatMap } from '../api/visits';

export interface Shade {
  readonly people: number;
  /** 0 (nobody) to 5 (the busiest). */
  readonly step: number;
}

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

const steps = 5;

/** People in a cell: in all, or in an hour of an average such day. */
export const peopleOf = ({ people, days }: HeatCell, mean: boolean): number => (mean ? people / Math.max(1, days) : people);

/** The hours that have anybody, without holes, so that a shop's night takes no room. */
export function hoursOf({ cells }: HeatMap): readonly number[] {
  const hours = cells.filter(({ people }) => people > 0).map(({ hour }) => hour);
  const first = Math.min(...hours);
  const last = Math.max(...hours);
  return hours.length === 0 ? [] : Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Each cell's shade, by weekday and hour. */
export function shadesOf(map: HeatMap, mean: boolean): (weekday: number, hour: number) => Shade {
  const known = new Map(map.cells.map((cell) => [cell.weekday * 24 + cell.hour, peopleOf(cell, mean)]));
  const most = Math.max(0, ...known.values());
  return (weekday, hour) => {
    const people = known.get(weekday * 24 + hour) ?? 0;
    return { people, step: people === 0 || most === 0 ? 0 : Math.max(1, Math.ceil((people / most) * steps)) };
  };
}

/** The range of whole weeks that ends today, by the reader's own calendar. */
export function rangeOf(now: number, weeks: number): { readonly from: string; readonly to: string } {
  const day = (at: number) => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  return { from: day(now - (weeks * 7 - 1) * 86_400_000), to: day(now) };
}
