import { useFormat } from './useFormat';

/** Fen as yuan. */
export function Money({ fen, empty = '—' }: { fen: number | null | undefined; empty?: string }) {
  const format = useFormat();
  return fen === null || fen === undefined ? <span className="quiet">{empty}</span> : <span className="digits nowrap">{format.money(fen)}</span>;
}
