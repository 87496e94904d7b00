import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listProducts, type Product } from '../api/stock';

interface ProductPickerProps {
  readonly onPick: (product: Product) => void;
  readonly except?: readonly string[];
}

/** Finds a product by part of its name, its SKU or its barcode, and hands it over; then it is ready for the next. */
export function ProductPicker({ onPick, except = [] }: ProductPickerProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim());
  const found = useQuery({
    queryKey: ['products', 'pick', wanted],
    queryFn: ({ signal }) => listProducts({ search: wanted, limit: 20 }, signal),
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  const shown = (found.data?.rows ?? []).filter(({ sku, active }) => active && !except.includes(sku));
  return (
    <Select<string | null>
      className="product-picker"
      value={null}
      placeholder={t('goods.findProduct')}
      aria-label={t('goods.chooseProduct')}
      loading={found.isFetching}
      showSearch={{ searchValue: search, onSearch: setSearch, filterOption: false }}
      onChange={(sku) => {
        const product = shown.find((each) => each.sku === sku);
        if (product) {
          setSearch('');
          onPick(product);
        }
      }}
      options={shown.map(({ sku, name }) => ({ value: sku, label: `${name || sku} · ${sku}` }))}
    />
  );
}

/** The product with exactly this SKU or barcode; null where there is none. */
export async function productWithCode(code: string): Promise<Product | null> {
  const { rows } = await listProducts({ search: code, limit: 5 });
  return rows.find(({ sku, gtin }) => sku === code || gtin === code || (gtin !== null && gtin.padStart(14, '0') === code.padStart(14, '0'))) ?? null;
}
