import type { GatewayPlanogram, PlanogramItem, PlanogramPlate } from '../api/orders';

/** A planogram while somebody edits it: a number may be missing for a while. */
export interface DraftItem {
  readonly sku: string;
  readonly name: string;
  readonly unit: number | null;
  readonly sigma: number | null;
  readonly pack: number | null;
  readonly low: number | null;
  readonly restored: number | null;
}

export interface DraftPlate {
  /** Tells two plates apart whose names are the same for a moment. */
  readonly key: string;
  readonly plate: string;
  readonly capacity: number | null;
  readonly items: readonly DraftItem[];
  /** What this page does not edit and must not lose. */
  readonly kept: Pick<PlanogramPlate, 'counts_per_gram' | 'zero_counts' | 'sample_hz' | 'start'>;
}

export const mostItems = 16;

export type Mistake =
  | { readonly kind: 'plate'; readonly number: number }
  | { readonly kind: 'twice' | 'goods' | 'many'; readonly plate: string }
  | { readonly kind: 'weight' | 'restored'; readonly plate: string; readonly sku: string };

export function draftOf(planogram: GatewayPlanogram | null): readonly DraftPlate[] {
  return (planogram?.plates ?? []).map(({ plate, capacity_g, items, counts_per_gram, zero_counts, sample_hz, start }, index) => ({
    key: `${index} ${plate}`,
    plate,
    capacity: capacity_g ?? null,
    items: items.map((item) => ({ sku: item.sku, name: item.name ?? '', unit: item.unit_g, sigma: item.sigma_g, pack: item.pack ?? null, low: item.low ?? null, restored: item.restored ?? null })),
    kept: {
      ...(counts_per_gram === undefined ? {} : { counts_per_gram }),
      ...(zero_counts === undefined ? {} : { zero_counts }),
      ...(sample_hz === undefined ? {} : { sample_hz }),
      ...(start === undefined ? {} : { start }),
    },
  }));
}

/** What is sent; only of a draft without mistakes. What was counted at the start goes with the goods that are still there. */
export function planogramOf(draft: readonly DraftPlate[]): GatewayPlanogram {
  return {
    plates: draft.map(({ plate, capacity, items, kept: { start, ...kept } }) => {
      const still = start?.filter(({ sku }) => items.some((item) => item.sku === sku));
      return {
        plate: plate.trim(),
        ...kept,
        ...(capacity === null ? {} : { capacity_g: capacity }),
        items: items.map(itemOf),
        ...(still === undefined ? {} : { start: still }),
      };
    }),
  };
}

function itemOf({ sku, name, unit, sigma, pack, low, restored }: DraftItem): PlanogramItem {
  return {
    sku,
    ...(name === '' ? {} : { name }),
    unit_g: unit ?? 0,
    sigma_g: sigma ?? 0,
    ...(pack === null ? {} : { pack }),
    ...(low === null ? {} : { low, ...(restored === null ? {} : { restored }) }),
  };
}

/** Everything that the gateway would refuse, as far as it can be told here. */
export function mistakesIn(draft: readonly DraftPlate[]): readonly Mistake[] {
  const names = new Set<string>();
  return draft.flatMap(({ plate: typed, items }, index): Mistake[] => {
    const plate = typed.trim();
    if (plate === '') {
      return [{ kind: 'plate', number: index + 1 }];
    }

    const twice = names.has(plate);
    names.add(plate);
    return [
      ...(twice ? [{ kind: 'twice' as const, plate }] : []),
      ...(items.length === 0 ? [{ kind: 'goods' as const, plate }] : []),
      ...(items.length > mostItems ? [{ kind: 'many' as const, plate }] : []),
      ...items.flatMap(({ sku, unit, sigma, low, restored }): Mistake[] => [
        ...(unit === null || unit <= 0 || sigma === null || sigma <= 0 ? [{ kind: 'weight' as const, plate, sku }] : []),
        ...(low !== null && restored !== null && restored <= low ? [{ kind: 'restored' as const, plate, sku }] : []),
      ]),
    ];
  });
}
