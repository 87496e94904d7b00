import { PlusOutlined, TagsOutlined } from '@ant-design/icons';
import { Button, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listProducts, type Product } from '../api/stock';
import { useMay } from '../session/session';
import { Ago } from '../ui/Ago';
import { Fact } from '../ui/Fact';
import { useKeyset } from '../ui/keyset';
import { KeysetList } from '../ui/KeysetList';
import { Mark } from '../ui/Mark';
import { Money } from '../ui/Money';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { SearchField } from '../ui/SearchField';
import { useAddress } from '../ui/useAddress';
import { ProductDrawer } from './ProductDrawer';

const stockPath = (sku: string) => `/stock?store=all&search=${encodeURIComponent(sku)}`;

export default function ProductsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const editable = may('editProducts');
  const [search, setSearch] = useAddress<string>('search', '');
  const [open, setOpen] = useState<Product | 'new' | null>(null);
  const list = useKeyset<Product>(['products', 'list', search], (after, signal) => listProducts({ search, after }, signal));
  const columns = useMemo<TableColumnsType<Product>>(
    () => [
      {
        title: t('goods.product'),
        key: 'name',
        render: (_, product) => (
          <div className="who">
            {editable ? (
              <button type="button" className="link-button align-start" onClick={() => setOpen(product)}>
                {product.name || product.sku}
              </button>
            ) : (
              <strong>{product.name || product.sku}</strong>
            )}
            <span className="quiet mono">{product.sku}</span>
          </div>
        ),
      },
      { title: t('goods.code'), key: 'gtin', render: (_, { gtin }) => <span className="mono">{gtin ?? '—'}</span> },
      { title: t('goods.category'), key: 'category', render: (_, { category }) => category || '—' },
      { title: t('products.unit'), key: 'unit', render: (_, { unit }) => t(`goods.${unit}`) },
      { title: t('goods.cost'), key: 'cost', align: 'end', render: (_, { costFen }) => <Money fen={costFen} /> },
      { title: t('goods.price'), key: 'price', align: 'end', render: (_, { priceFen }) => <Money fen={priceFen} /> },
      { title: t('ui.state'), key: 'active', render: (_, { active }) => <ActiveMark active={active} /> },
      { title: t('products.changed'), key: 'updated', render: (_, { updatedAt }) => <Ago at={updatedAt} empty="" /> },
      { title: t('nav.stock'), key: 'stock', render: (_, { sku }) => <Link to={stockPath(sku)}>{t('products.inStock')}</Link> },
    ],
    [t, editable],
  );
  return (
    <>
      <PageHead
        title={t('products.title')}
        lead={t('products.lead')}
        loaded={{ at: list.loadedAt, busy: list.isFetching, onRefresh: list.refresh }}
        actions={
          editable && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('new')}>
              {t('products.start')}
            </Button>
          )
        }
      />
      <div className="toolbar">
        <SearchField value={search} onSearch={setSearch} label={t('products.search')} />
      </div>
      <KeysetList<Product>
        list={list}
        label={t('products.title')}
        rowKey={({ sku }) => sku}
        columns={columns}
        filtered={search !== ''}
        empty={<Notice icon={<TagsOutlined />} title={t('products.empty')} help={t('products.emptyHelp')} />}
        card={(product) => (
          <>
            <div className="card-head">
              <div className="who">
                {editable ? (
                  <button type="button" className="link-button align-start" onClick={() => setOpen(product)}>
                    {product.name || product.sku}
                  </button>
                ) : (
                  <strong>{product.name || product.sku}</strong>
                )}
                <span className="quiet mono">{product.sku}</span>
              </div>
              <ActiveMark active={product.active} />
            </div>
            <dl className="facts">
              <Fact name={t('goods.price')}>
                <Money fen={product.priceFen} />
              </Fact>
              <Fact name={t('goods.cost')}>
                <Money fen={product.costFen} />
              </Fact>
              <Fact name={t('goods.code')}>
                <span className="mono">{product.gtin ?? '—'}</span>
              </Fact>
              <Fact name={t('products.unit')}>{t(`goods.${product.unit}`)}</Fact>
            </dl>
            <Link to={stockPath(product.sku)}>{t('products.inStock')}</Link>
          </>
        )}
      />
      <ProductDrawer product={open} onClose={() => setOpen(null)} />
    </>
  );
}

function ActiveMark({ active }: { active: boolean }) {
  const { t } = useTranslation();
  return <Mark tone={active ? 'good' : 'none'}>{t(active ? 'products.active' : 'products.inactive')}</Mark>;
}
