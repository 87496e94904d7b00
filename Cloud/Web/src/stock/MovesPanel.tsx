import { ArrowRightOutlined, HistoryOutlined } from '@ant-design/icons';
import type { TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listMoves, type StockMove, type Unit } from '../api/stock';
import { useStoreName } from '../app/MyStore';
import { useGoodsWords } from '../goods/useWords';
import { Ago } from '../ui/Ago';
import { Evidence } from '../ui/Evidence';
import { useKeyset } from '../ui/keyset';
import { KeysetList } from '../ui/KeysetList';
import { Notice } from '../ui/Notice';
import { Quantity } from '../ui/Quantity';

/** Every move of a product in a store, newest first, each with what it stands on. */
export function MovesPanel({ store, sku, unit }: { store: string; sku: string; unit: Unit }) {
  const { t } = useTranslation();
  const words = useGoodsWords();
  const list = useKeyset<StockMove>(['moves', store, sku], (after, signal) => listMoves({ store, sku, after }, signal));
  const columns = useMemo<TableColumnsType<StockMove>>(
    () => [
      { title: t('ui.when'), key: 'at', render: (_, { at }) => <Ago at={at} empty="" /> },
      { title: t('ui.reason'), key: 'reason', render: (_, { reason }) => <strong>{words.moved(reason)}</strong> },
      { title: t('ui.quantity'), key: 'quantity', align: 'end', render: (_, { quantity }) => <Quantity value={quantity} unit={unit} bare /> },
      { title: t('goods.where'), key: 'where', render: (_, move) => <Way move={move} store={store} /> },
      { title: t('ui.who'), key: 'who', render: (_, { who }) => who },
      { title: t('ui.evidence'), key: 'evidence', render: (_, { evidence }) => <Evidence evidence={evidence} store={store} /> },
    ],
    [t, words, unit, store],
  );
  return (
    <section aria-labelledby="moves">
      <div className="section-head">
        <div>
          <h2 id="moves">{t('stock.moves')}</h2>
          <p className="quiet">{t('stock.movesLead')}</p>
        </div>
      </div>
      <KeysetList<StockMove>
        list={list}
        label={t('stock.moves')}
        rowKey={({ id }) => id}
        columns={columns}
        empty={<Notice icon={<HistoryOutlined />} title={t('stock.movesNone')} help={t('stock.emptyHelp')} />}
        card={(move) => (
          <>
            <div className="card-head">
              <span className="who">
                <strong>{words.moved(move.reason)}</strong>
                <Way move={move} store={store} />
              </span>
              <span className="push">
                <Quantity value={move.quantity} unit={unit} />
              </span>
            </div>
            <p className="quiet move-foot">
              <Ago at={move.at} empty="" /> · {move.who} · <Evidence evidence={move.evidence} store={store} />
            </p>
          </>
        )}
      />
    </section>
  );
}

function Way({ move, store }: { move: StockMove; store: string }) {
  const words = useGoodsWords();
  const nameOf = useStoreName();
  return (
    <span className="way">
      {words.place(move.from)} <ArrowRightOutlined aria-label="→" className="quiet" /> {words.place(move.to)}
      {move.toStore !== store && <span className="quiet"> ({nameOf(move.toStore)})</span>}
    </span>
  );
}
