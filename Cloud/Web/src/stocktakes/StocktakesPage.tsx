import { InboxOutlined, ScheduleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { listPlaces, listStocktakes, startStocktake, type StocktakeRow } from '../api/stock';
import { useStoreName } from '../app/MyStore';
import { useGoodsWords } from '../goods/useWords';
import { Ago } from '../ui/Ago';
import { useKeyset } from '../ui/keyset';
import { KeysetList } from '../ui/KeysetList';
import { Mark } from '../ui/Mark';
import { NeedsStore } from '../ui/NeedsStore';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { useStoreFilter } from '../ui/useAddress';
import './stocktakes.css';

const always = ['shelf', 'backroom', 'receiving'];

/** Location first: one tap on the place, then scan. */
export default function StocktakesPage() {
  const { t } = useTranslation();
  const [store] = useStoreFilter();
  const list = useKeyset<StocktakeRow>(['stocktakes', store], (after, signal) => listStocktakes({ store, after }, signal));
  const nameOf = useStoreName();
  const words = useGoodsWords();
  const columns = useMemo<TableColumnsType<StocktakeRow>>(
    () => [
      { title: t('goods.where'), key: 'name', render: (_, { id, name, location }) => <Link to={`/stocktake/${encodeURIComponent(id)}`}>{name === location ? words.place(location) : name}</Link> },
      ...(store === null ? [{ title: t('ui.store'), key: 'store', render: (_: unknown, row: StocktakeRow) => nameOf(row.store) }] : []),
      { title: t('ui.who'), key: 'who', render: (_, { who, source }) => <>{who} {source === 'gateway' && <span className="quiet">{t('stocktakes.byGateway')}</span>}</> },
      { title: t('stocktakes.started'), key: 'started', render: (_, { startedAt }) => <Ago at={startedAt} empty="" /> },
      { title: t('stocktakes.closedAt'), key: 'closed', render: (_, { closedAt }) => <Ago at={closedAt} empty="—" /> },
      { title: t('ui.state'), key: 'state', render: (_, { state }) => <StocktakeMark state={state} /> },
    ],
    [t, nameOf, words, store],
  );
  return (
    <>
      <PageHead title={t('stocktakes.title')} lead={t('stocktakes.lead')} loaded={{ at: list.loadedAt, busy: list.isFetching, onRefresh: list.refresh }} />
      <NeedsStore>{(chosen) => <Start store={chosen} open={(list.rows ?? []).filter(({ state }) => state === 'open')} />}</NeedsStore>
      <div className="section-head">
        <h2>{t('stocktakes.earlier')}</h2>
      </div>
      <KeysetList<StocktakeRow>
        list={list}
        label={t('stocktakes.earlier')}
        rowKey={({ id }) => id}
        columns={columns}
        to={({ id }) => `/stocktake/${encodeURIComponent(id)}`}
        empty={<Notice icon={<ScheduleOutlined />} title={t('stocktakes.empty')} help={t('stocktakes.emptyHelp')} />}
        card={({ id, name, location, store: at, who, state, startedAt }) => (
          <div className="card-head">
            <div className="who">
              <Link className="card-link" to={`/stocktake/${encodeURIComponent(id)}`}>
                {name === location ? words.place(location) : name}
              </Link>
              <span className="quiet">
                {store === null && `${nameOf(at)} · `}
                {who} · <Ago at={startedAt} empty="" />
              </span>
            </div>
            <StocktakeMark state={state} />
          </div>
        )}
      />
    </>
  );
}

export function StocktakeMark({ state }: { state: 'open' | 'closed' }) {
  const { t } = useTranslation();
  return <Mark tone={state === 'open' ? 'wait' : 'good'}>{t(`stocktakes.state_${state}`)}</Mark>;
}

function Start({ store, open }: { store: string; open: readonly StocktakeRow[] }) {
  const { t } = useTranslation();
  const words = useGoodsWords();
  const navigate = useNavigate();
  const known = useQuery({ queryKey: ['places', store], queryFn: ({ signal }) => listPlaces(store, signal), staleTime: 60_000 });
  const named = known.data?.rows ?? [];
  const places = [...named, ...always.filter((location) => !named.some((place) => place.location === location)).map((location) => ({ name: location, location }))];
  const starting = useSend((location: string, key) => startStocktake({ store, location }, key), {
    renews: [['stocktakes']],
    onDone: ({ id }) => void navigate(`/stocktake/${encodeURIComponent(id)}`),
  });
  return (
    <section aria-labelledby="count-where">
      <h2 className="section-title" id="count-where">
        {t('stocktakes.where')}
      </h2>
      <SendFailure error={starting.error} />
      <ul className="count-places">
        {places.map(({ name, location }) => {
          const underWay = open.find((each) => each.name === name || (each.name === each.location && each.location === location && name === location));
          const word = name === location ? words.place(location) : name;
          return (
            <li key={name}>
              <button
                type="button"
                className="panel count-place"
                disabled={starting.isPending}
                onClick={() => (underWay ? void navigate(`/stocktake/${encodeURIComponent(underWay.id)}`) : starting.mutate(name))}
              >
                <InboxOutlined aria-hidden />
                <span>
                  <strong>{word}</strong>
                  <small>{underWay ? `${t('stocktakes.counting')} · ${underWay.who}` : name === location ? '' : words.place(location)}</small>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
