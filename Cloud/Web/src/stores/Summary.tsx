import { ArrowRightOutlined, CheckOutlined } from '@ant-design/icons';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoreSummary } from '../api/types';
import { Trend } from '../ui/Trend';
import { useFormat } from '../ui/useFormat';
import { useNow } from '../ui/useNow';
import { storeHealth } from './health';
import type { Row } from './rows';
import { useRate } from './useRate';

const shortestSpanMs = 30_000;

interface SummaryProps {
  readonly stores: readonly StoreSummary[];
  readonly rows: readonly Row[];
  readonly onAttention: () => void;
}

export function Summary({ stores, rows, onAttention }: SummaryProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const rate = useRate(stores);
  const online = stores.filter((store) => storeHealth(store, now) === 'online').length;
  const gateways = stores.flatMap((store) => store.gateways);
  const waiting = gateways.reduce((sum, gateway) => sum + gateway.depth, 0);
  const oldest = Math.min(...gateways.flatMap((gateway) => (gateway.oldestUnsent === null ? [] : [Date.parse(gateway.oldestUnsent)])));
  const attention = rows.filter((row) => row.attention).length;
  const latest = rate.at(-1)?.[1];
  const describe = useCallback(
    (at: number, value: number) => `${format.number(value)} · ${format.clock(at)}`,
    [format],
  );

  return (
    <section className="summary" aria-label={t('stores.summary')}>
      <div className="panel tile">
        <h2>{t('stores.storesOnline')}</h2>
        <p className="figure">
          {format.number(online)} <small>{t('stores.ofTotal', { total: format.number(stores.length) })}</small>
        </p>
        <p className="tile-foot">{t('stores.gatewaysShort', { count: gateways.length })}</p>
      </div>
      <div className="panel tile tile-rate">
        <h2>{t('stores.perMinute')}</h2>
        <p className="figure">{latest === undefined ? <small>{t('stores.perMinuteWait')}</small> : format.number(latest)}</p>
        <Trend
          label={t('stores.rateChart')}
          points={rate}
          from={Math.min(rate[0]?.[0] ?? now, now - shortestSpanMs)}
          to={now}
          height={44}
          step={false}
          describe={describe}
        />
      </div>
      <div className="panel tile">
        <h2>{t('stores.waiting')}</h2>
        <p className="figure">{format.number(waiting)}</p>
        <p className="tile-foot">
          {Number.isFinite(oldest) ? t('stores.oldest', { age: format.span(now - oldest, 1) }) : waiting === 0 ? t('stores.waitingNone') : ''}
        </p>
      </div>
      <div className={`panel tile ${attention > 0 ? 'tile-warn' : ''}`}>
        <h2>{t('stores.attention')}</h2>
        <p className="figure">{format.number(attention)}</p>
        <p className="tile-foot">
          {attention === 0 ? (
            <>
              <CheckOutlined aria-hidden /> {t('stores.attentionNone')}
            </>
          ) : (
            <button type="button" className="link-button" onClick={onAttention}>
              {t('stores.showThem')} <ArrowRightOutlined aria-hidden />
            </button>
          )}
        </p>
      </div>
    </section>
  );
}
