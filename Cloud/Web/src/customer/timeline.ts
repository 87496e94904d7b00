import type { TimelineEntry, TimelineEvidence, TimelineKind } from '../api/customers';

/** What the timeline can be narrowed to. */
export const timelineKinds: readonly TimelineKind[] = [
  'sale', 'return', 'points', 'visit', 'face-consent', 'consent', 'note', 'changed', 'reveal', 'merge', 'unmerge', 'identity', 'import', 'created',
];

export const timelineKindOf = (text: string | null): TimelineKind | null => timelineKinds.find((kind) => kind === text) ?? null;

export type EvidencePlace = { readonly said: { readonly kind: string; readonly id?: string; readonly gateway?: string; readonly position?: number }; readonly store: string | null } | { readonly path: string } | null;

/** Where the evidence of an entry can be looked at: an event and a sale on pages of their own, the rest on a tab or in the audit. */
export function evidenceOf({ evidence, store, customer }: Pick<TimelineEntry, 'evidence' | 'store' | 'customer'>): EvidencePlace {
  const at = evidence.store ?? store;
  const tab = (name: string) => ({ path: `/customers/${encodeURIComponent(customer)}?tab=${name}` });
  switch (evidence.kind) {
    case 'event':
      return { said: eventOf(evidence), store: at };
    case 'sale':
      return { said: { kind: 'sale', id: evidence.id }, store: at };
    case 'import':
      return { path: `/imports/${encodeURIComponent(evidence.id)}` };
    case 'audit':
      return { path: `/audit?kind=customer&subject=${encodeURIComponent(customer)}` };
    case 'points':
      return tab('points');
    case 'note':
      return tab('notes');
    case 'consent':
      return tab('consents');
    case 'merge':
    case 'identity':
      return tab('merges');
    default:
      return null;
  }
}

/** "17/20391" of gateway gw-1: the number is of headquarters' books, the page wants the gateway's name. */
function eventOf({ id, gateway }: TimelineEvidence): { kind: string; gateway: string; position: number } {
  const [number = '', position = ''] = id.split('/');
  return { kind: 'event', gateway: gateway ?? number, position: Number(position) };
}
