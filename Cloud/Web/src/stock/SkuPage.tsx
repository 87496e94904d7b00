import { DeleteOutlined, ScheduleOutlined, SwapOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { getCard, type StockCard } from '../api/stock';
import { useStoreName } from '../app/MyStore';
import { useGoodsWords } from '../goods/useWords';
import { May } from '../session/session';
import { Ago } from '../ui/Ago';
import { Loading, loadedOf } from '../ui/Loading';
import { PageHead } from '../ui/PageHead';
import { Quantity } from '../ui/Quantity';
import { KeptPanel } from './KeptPanel';
import { MoveDrawer } from './MoveDrawer';
import { MovesPanel } from './MovesPanel';
import { NearbyPanel } from './NearbyPanel';
import { RulePanel } from './RulePanel';
import { StockMark } from './StockPage';

/** One product in one store: how many, where, why, and who else has it. */
export default function SkuPage() {
  const { t } = useTranslation();
  const { store = '', sku = '' } = useParams();
  const nameOf = useStoreName();
  const card = useQuery({ queryKey: ['card', store, sku], queryFn: ({ signal }) => getCard(store, sku, signal), staleTime: 0 });
  const [moving, setMoving] = useState(false);
  return (
    <>
      <PageHead
        title={card.data?.name || sku}
        lead={<span className="mono">{sku}</span>}
        back={{ to: `/stock?store=${encodeURIComponent(store)}`, label: `${t('stock.back')} · ${nameOf(store)}` }}
        mark={card.data && <StockMark row={card.data} />}
        loaded={loadedOf(card)}
      />
      <Loading query={card} label={t('stock.loadingOne')}>
        {(data) => (
          <>
            <Figures card={data} />
            <div className="sku-grid">
              <div className="stack">
                <Locations card={data} onMove={() => setMoving(true)} />
                <KeptPanel card={data} />
              </div>
              <div className="stack">
                <NearbyPanel card={data} />
                <May permission="viewOrders">
                  <RulePanel card={data} />
                </May>
              </div>
            </div>
            <MovesPanel store={store} sku={sku} unit={data.unit} />
            <MoveDrawer card={data} open={moving} onClose={() => setMoving(false)} />
          </>
        )}
      </Loading>
    </>
  );
}

function Figures({ card }: { card: StockCard }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const others = [
    { name: t('goods.onHand'), value: card.onHand },
    { name: t('goods.reserved'), value: card.reserved },
    { name: t('goods.incoming'), value: card.incoming },
    { name: t('goods.forecast'), value: card.forecast },
  ];
  return (
    <section className="panel sku-figures" aria-label={t('goods.available')}>
      <div className={`sku-available ${card.available > 0 ? 'sku-yes' : 'sku-no'}`}>
        <p className="quiet">{`${t('stock.inStore', { store: nameOf(card.store) })} · ${t('goods.available')}`}</p>
        <p className="sku-number">
          <Quantity value={card.available} unit={card.unit} />
        </p>
      </div>
      <dl>
        {others.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Quantity value={value} unit={card.unit} bare />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Where people can put a hand on it; what is sold or lost is in the moves. */
const here = new Set(['shelf', 'plate', 'backroom', 'receiving', 'basket', 'transit']);

function Locations({ card, onMove }: { card: StockCard; onMove: () => void }) {
  const { t } = useTranslation();
  const words = useGoodsWords();
  const shown = card.locations.filter(({ kind, quantity }) => here.has(kind) && (quantity !== 0 || kind === 'shelf'));
  return (
    <section className="panel pad" aria-labelledby="where">
      <h2 className="section-title" id="where">
        {t('stock.locations')}
      </h2>
      <ul className="where">
        {shown.map(({ location, quantity, movedAt, countedAt }) => (
          <li key={location}>
            <span className="who">
              <strong>{words.place(location)}</strong>
              <span className="quiet">
                {t('stock.lastMoved')} <Ago at={movedAt} empty={t('ui.never')} /> · {t('stock.lastCount')} <Ago at={countedAt} empty={t('stock.neverCounted')} />
              </span>
            </span>
            <Quantity value={quantity} unit={card.unit} />
          </li>
        ))}
      </ul>
      <div className="panel-actions">
        <May permission="moveStock">
          <Button icon={<SwapOutlined />} onClick={onMove}>
            {t('stock.move')}
          </Button>
          <Link to={`/scrap?sku=${encodeURIComponent(card.sku)}&store=${encodeURIComponent(card.store)}`}>
            <Button icon={<DeleteOutlined />}>{t('stock.scrap')}</Button>
          </Link>
        </May>
        <May permission="countStock">
          <Link to="/stocktake">
            <Button icon={<ScheduleOutlined />}>{t('stock.count')}</Button>
          </Link>
        </May>
      </div>
    </section>
  );
}
