import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';

export const groups = ['start', 'stock', 'customers', 'stores', 'headquarters'] as const;

export type Group = (typeof groups)[number];

/** One entry of the navigation. */
export interface Page {
  readonly path: string;
  readonly group: Group;
  readonly icon: ReactNode;
  readonly label: (t: TFunction) => string;
  /** Who may not, does not see the entry. */
  readonly permission?: string;
  /** What it shows is true now: it listens to the stream, and the head says so. */
  readonly live?: boolean;
}
