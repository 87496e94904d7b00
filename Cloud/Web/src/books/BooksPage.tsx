import { CheckCircleFilled, ClockCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { checkBooks, getBooks, type Books } from '../api/stock';
import { useStoreName } from '../app/MyStore';
import { ProductCell } from '../goods/ProductCell';
import { useGoodsWords } from '../goods/useWords';
import { May } from '../session/session';
import { Ago } from '../ui/Ago';
import { Rows } from '../ui/KeysetList';
import { Loading, loadedOf } from '../ui/Loading';
import { PageHead } from '../ui/PageHead';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';
import './books.css';

type Wrong = Books['wrong'][number];

/** Whether everything adds up to zero, as it must. */
export default function BooksPage() {
  const { t } = useTranslation();
  const books = useQuery({ queryKey: ['books'], queryFn: ({ signal }) => getBooks(signal), staleTime: 0 });
  const checking = useSend((body: { full?: boolean }, key) => checkBooks(body, key), { renews: [['books'], ['overview']], done: () => t('books.checkDone') });
  return (
    <>
      <PageHead
        title={t('books.title')}
        lead={t('books.lead')}
        loaded={loadedOf(books)}
        actions={
          <May permission="moveStock">
            <Button loading={checking.isPending} onClick={() => checking.mutate({ full: true })}>
              {t('books.checkFull')}
            </Button>
            <Button type="primary" loading={checking.isPending} onClick={() => checking.mutate({})}>
              {t('books.check')}
            </Button>
          </May>
        }
      />
      <SendFailure error={checking.error} />
      <Loading query={books} label={t('books.loading')}>
        {(data) => (
          <>
            <Verdict books={data} />
            {data.wrong.length > 0 && <WrongRows rows={data.wrong} />}
          </>
        )}
      </Loading>
    </>
  );
}

function Verdict({ books }: { books: Books }) {
  const { t } = useTranslation();
  const format = useFormat();
  const good = books.sum === 0 && books.wrong.length === 0;
  const kind = books.checkedAt === null ? 'never' : good ? 'good' : 'bad';
  const icons = { never: <ClockCircleFilled />, good: <CheckCircleFilled />, bad: <CloseCircleFilled /> };
  const counts = [
    { name: t('books.sum'), value: format.number(books.sum).replace('-', '−') },
    { name: t('books.skus'), value: format.number(books.skus) },
    { name: t('books.locations'), value: format.number(books.locations) },
    { name: t('books.moves'), value: format.number(books.moves) },
    { name: t('books.stores'), value: format.number(books.stores) },
  ];
  return (
    <section className={`panel verdict verdict-${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      <div className="verdict-head">
        <span className="verdict-icon" aria-hidden>
          {icons[kind]}
        </span>
        <div>
          <h2>{t(`books.${kind}`)}</h2>
          <p className="quiet">
            {t(`books.${kind}Help`)} {books.checkedAt !== null && <>{t('books.checked')} <Ago at={books.checkedAt} empty="" /></>}
          </p>
        </div>
      </div>
      <dl className="verdict-counts">
        {counts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="digits">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function WrongRows({ rows }: { rows: readonly Wrong[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useGoodsWords();
  const nameOf = useStoreName();
  const columns = useMemo<TableColumnsType<Wrong>>(
    () => [
      { title: t('goods.product'), key: 'sku', render: (_, { sku, store }) => <ProductCell sku={sku} name="" store={store} /> },
      { title: t('ui.store'), key: 'store', render: (_, { store }) => (store === null ? '—' : nameOf(store)) },
      { title: t('goods.where'), key: 'location', render: (_, { location, what }) => (location === null ? t(`books.what_${what}`) : words.place(location)) },
      { title: t('books.says'), key: 'says', align: 'end', render: (_, { says }) => format.number(says) },
      { title: t('books.should'), key: 'should', align: 'end', render: (_, { should }) => format.number(should) },
    ],
    [t, format, words, nameOf],
  );
  return (
    <>
      <div className="section-head">
        <h2>{t('books.wrong')}</h2>
      </div>
      <Rows<Wrong>
        rows={rows}
        label={t('books.wrong')}
        rowKey={({ store, sku, location, what }) => `${store} ${sku} ${location} ${what}`}
        columns={columns}
        tone={() => 'row-bad'}
        card={({ store, sku, location, what, says, should }) => (
          <>
            <ProductCell sku={sku} name="" store={store} under={`${store === null ? '' : nameOf(store)} · ${location === null ? t(`books.what_${what}`) : words.place(location)}`} />
            <p>
              {t('books.says')} <strong>{format.number(says)}</strong> · {t('books.should')} <strong>{format.number(should)}</strong>
            </p>
          </>
        )}
      />
    </>
  );
}
