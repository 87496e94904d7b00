import { BarcodeOutlined, SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useSearchParams } from 'react-router';
import { listProducts } from '../api/stock';
import { skuPath } from '../goods/ProductCell';
import { Loading } from '../ui/Loading';
import { ListSkeleton } from '../ui/KeysetList';
import { Money } from '../ui/Money';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { ScanField } from '../ui/ScanField';
import { StorePicker } from '../ui/StorePicker';
import { useStoreFilter } from '../ui/useAddress';
import './find.css';

/** Takes a scan or a word; one product is shown at once, several are offered. */
export default function FindPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const code = search.get('code') ?? '';
  const [store, setStore] = useStoreFilter();
  const found = useQuery({ queryKey: ['products', 'find', code], queryFn: ({ signal }) => listProducts({ search: code, limit: 30 }, signal), enabled: code !== '', staleTime: 0 });
  const rows = found.data?.rows ?? [];
  const only = rows.find(({ sku, gtin }) => sku === code || gtin === code) ?? (rows.length === 1 ? rows[0] : undefined);
  if (only && store !== null && !found.isFetching) {
    return <Navigate to={skuPath(store, only.sku)} replace />;
  }

  return (
    <>
      <PageHead title={t('find.title')} lead={t('find.lead')} />
      <ScanField key={code} keep start={code} busy={found.isFetching} onCode={(wanted) => setSearch({ code: wanted }, { replace: code !== '' })} />
      {store === null && (
        <div className="panel pad find-store">
          <strong>{t('nav.chooseStore')}</strong>
          <p className="quiet">{t('ui.chooseStoreHelp')}</p>
          <StorePicker value={store} onChange={setStore} label={t('nav.chooseStore')} />
        </div>
      )}
      {code === '' ? (
        <Notice icon={<BarcodeOutlined />} title={t('find.ready')} help={t('find.readyHelp')} />
      ) : (
        <Loading query={found} label={t('find.searching')} skeleton={<ListSkeleton label={t('find.searching')} />}>
          {() =>
            rows.length === 0 ? (
              <Notice icon={<SearchOutlined />} title={t('find.nothing')} help={t('find.nothingHelp', { code })} />
            ) : (
              <ul className="panel find-list" aria-label={t('find.found')}>
                {rows.map(({ sku, name, priceFen }) => (
                  <li key={sku}>
                    <Link to={store === null ? `/stock?search=${encodeURIComponent(sku)}` : skuPath(store, sku)}>
                      <span className="who">
                        <strong>{name || sku}</strong>
                        <span className="quiet mono">{sku}</span>
                      </span>
                      <Money fen={priceFen} />
                    </Link>
                  </li>
                ))}
              </ul>
            )
          }
        </Loading>
      )}
    </>
  );
}
