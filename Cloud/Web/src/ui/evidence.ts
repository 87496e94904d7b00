/** As headquarters answers it: taken apart, or as it is written: "event/12/4711", "sale/0192…", "purchase/…". */
export type EvidenceSaid = string | { readonly kind: string; readonly id?: string | null; readonly gateway?: string | null; readonly position?: number | null };

/** What a number stands on. */
export type Proof =
  | { readonly kind: 'event'; readonly gateway: string; readonly position: number }
  | { readonly kind: 'sale' | 'purchase' | 'transfer' | 'stocktake'; readonly id: string }
  | { readonly kind: 'stock'; readonly store: string; readonly sku: string }
  | { readonly kind: 'person' | 'import' | 'other'; readonly id: string };

const documents: Readonly<Record<string, 'sale' | 'purchase' | 'transfer' | 'stocktake'>> = {
  sale: 'sale', return: 'sale', purchase: 'purchase', receipt: 'purchase', transfer: 'transfer', claim: 'transfer', stocktake: 'stocktake', count: 'stocktake',
};

/** What people book themselves has no page of its own. */
const byHand = new Set(['person', 'account', 'scrap', 'move', 'reservation']);

const parts = (said: EvidenceSaid): readonly string[] =>
  typeof said === 'string' ? said.split('/') : [said.kind, ...[said.gateway, said.position, said.id].filter((part) => part !== undefined && part !== null).map(String)];

/** As it is written, for whoever wants to look it up by hand. */
export const written = (said: EvidenceSaid): string => parts(said).join('/');

export function proofOf(evidence: EvidenceSaid): Proof {
  const [kind = '', first = '', second = ''] = parts(evidence);
  if (kind === 'event' && first !== '' && /^\d+$/.test(second)) {
    return { kind: 'event', gateway: first, position: Number(second) };
  }

  const [, ofStore = '', sku = ''] = written(evidence).split('/');
  if (kind === 'stock' && sku !== '') {
    return { kind: 'stock', store: ofStore, sku };
  }

  const document = documents[kind];
  if (document !== undefined && first !== '') {
    return { kind: document, id: first };
  }

  return { kind: byHand.has(kind) ? 'person' : kind === 'import' ? 'import' : 'other', id: first || kind };
}

/** Where it can be looked at; null where there is no page of it. An event is found in its store. */
export function pageOf(proof: Proof, store: string | null): string | null {
  switch (proof.kind) {
    case 'event':
      return store === null ? null : `/stores/${encodeURIComponent(store)}/events/${encodeURIComponent(proof.gateway)}/${proof.position}`;
    case 'stock':
      return `/stock/${encodeURIComponent(proof.store)}/${encodeURIComponent(proof.sku)}`;
    case 'sale':
      return `/sales/${encodeURIComponent(proof.id)}`;
    case 'purchase':
      return `/purchases/${encodeURIComponent(proof.id)}`;
    case 'transfer':
      return `/transfers/${encodeURIComponent(proof.id)}`;
    case 'stocktake':
      return `/stocktake/${encodeURIComponent(proof.id)}`;
    default:
      return null;
  }
}
