/** The data of a `device.sample` event, checked: it comes from another machine and may hold anything. */
export interface Sample {
  readonly kind: 'scale' | 'plate';
  /** A decimal as the device wrote it. */
  readonly value: string | null;
  readonly unit: string | null;
  readonly stable: boolean | null;
  readonly netGross: 'net' | 'gross' | null;
  readonly errors: readonly string[];
  readonly flags: readonly string[];
}

const decimal = /^-?\d{1,12}(\.\d{1,9})?$/;

export function readSample(raw: unknown): Sample | null {
  if (typeof raw !== 'object' || raw === null) {
    return null;
  }

  const data = raw as Record<string, unknown>;
  const shared = { stable: typeof data['stable'] === 'boolean' ? data['stable'] : null, errors: words(data['errors']), flags: words(data['flags']) };
  if (data['kind'] === 'plate') {
    return { ...shared, kind: 'plate', value: decimalOf(data['grams']), unit: 'g', netGross: null };
  }

  if (data['kind'] !== 'scale') {
    return null;
  }

  const netGross = data['net_gross'];
  return {
    ...shared,
    kind: 'scale',
    value: decimalOf(data['weight']),
    unit: typeof data['unit'] === 'string' && data['unit'] !== '' ? shownUnit(data['unit']) : null,
    netGross: netGross === 'net' || netGross === 'gross' ? netGross : null,
  };
}

const decimalOf = (value: unknown): string | null => (typeof value === 'string' && decimal.test(value) ? value : null);

const words = (value: unknown): string[] => (Array.isArray(value) ? value.filter((word) => typeof word === 'string') : []);

/** UCUM writes the pound as `[lb_av]` and the ounce as `[oz_av]`. */
const shownUnit = (ucum: string): string => ucum.replace(/^\[(\w+)_av\]$/, '$1');
