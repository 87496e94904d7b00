import type { ReactNode } from 'react';
import { Link } from 'react-router';

interface ProductCellProps {
  readonly sku: string;
  readonly name: string;
  /** Where it is looked at; without a store there is no such page. */
  readonly store?: string | null;
  readonly under?: ReactNode;
}

/** A product by its name, with its number below; it leads to what the store has of it. */
export function ProductCell({ sku, name, store = null, under }: ProductCellProps) {
  return (
    <div className="who product-cell">
      {store === null ? <strong>{name || sku}</strong> : <Link to={skuPath(store, sku)}>{name || sku}</Link>}
      <span className={under === undefined ? 'quiet mono' : 'quiet'}>{under ?? sku}</span>
    </div>
  );
}

export const skuPath = (store: string, sku: string) => `/stock/${encodeURIComponent(store)}/${encodeURIComponent(sku)}`;
