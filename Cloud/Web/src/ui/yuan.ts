/** What somebody typed as yuan, in fen; null where it is no such sum. */
export function fenOf(yuan: string | number | null): number | null {
  const match = /^(\d{1,10})(?:[.,](\d{1,2}))?$/.exec(String(yuan ?? '').trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null;
}

export const yuanOf = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
