import { HeatMapOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getHeatMap, getVisitSummary, type VisitSummary } from '../api/visits';
import { useNow } from '../ui/useNow';
import { ListSkeleton } from '../ui/KeysetList';
import { Loading, loadedOf } from '../ui/Loading';
import { NeedsStore } from '../ui/NeedsStore';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { useAddress, useStoreFilter } from '../ui/useAddress';
import { useFormat } from '../ui/useFormat';
import { Arrivals } from './Arrivals';
import { Bars } from './Bars';
import { rangeOf } from './heat';
import { HeatTable } from './HeatTable';
import './visits.css';

const periods = [1, 4, 12] as const;

/** Headquarters is asked so often for what is going on. */
const pollMs = 10_000;

/** When people come, how long they stay, and how members are received: with what happens now. */
export default function VisitsPage() {
  const { t } = useTranslation();
  const [store] = useStoreFilter();
  const [wanted, setWanted] = useAddress<string>('weeks', '4');
  const weeks = periods.find((each) => String(each) === wanted) ?? 4;
  const [mean, setMean] = useState(true);
  const { from, to } = rangeOf(useNow(), weeks);
  const map = useQuery({ queryKey: ['heatmap', store, from, to], queryFn: ({ signal }) => getHeatMap(store, from, to, signal), staleTime: 0, refetchInterval: pollMs });
  return (
    <>
      <PageHead
        title={t('visits.title')}
        lead={t('visits.lead')}
        mark={
          map.error === null &&
          map.data && (
            <span className="live live-on">
              <span className="live-dot" aria-hidden />
              {t('visits.live', { seconds: pollMs / 1_000 })}
            </span>
          )
        }
        loaded={loadedOf(map)}
      />
      <div className="toolbar">
        <Segmented<number> aria-label={t('visits.period')} value={weeks} onChange={(chosen) => setWanted(String(chosen))} options={periods.map((value) => ({ value, label: t('ui.lastDays', { count: value * 7 }) }))} />
      </div>
      <div className="visits-store">
        <NeedsStore help={t('visits.ofStore')}>{(chosen) => <Summary store={chosen} weeks={weeks} />}</NeedsStore>
      </div>
      <section className="panel pad visits-heat">
        <div className="section-head head-flush">
          <div>
            <h2>{t('visits.heat')}</h2>
            <p className="quiet">{t('visits.heatHelp')}</p>
          </div>
          <Segmented<boolean>
            aria-label={t('visits.heatShow')}
            value={mean}
            onChange={setMean}
            options={[
              { value: true, label: t('visits.heatMean') },
              { value: false, label: t('visits.heatAll') },
            ]}
          />
        </div>
        <Loading query={map} label={t('visits.loading')} skeleton={<ListSkeleton label={t('visits.loading')} />}>
          {(known) =>
            known.cells.some(({ people }) => people > 0) ? (
              <HeatTable map={known} mean={mean} />
            ) : (
              <Notice icon={<HeatMapOutlined />} title={t('visits.heatEmpty')} help={t('visits.heatEmptyHelp')} />
            )
          }
        </Loading>
      </section>
      <div className="section-head">
        <h2>{t('visits.arrivalsTitle')}</h2>
      </div>
      <Arrivals store={store} pollMs={pollMs} />
    </>
  );
}

function Summary({ store, weeks }: { store: string; weeks: number }) {
  const { t } = useTranslation();
  const summary = useQuery({ queryKey: ['visit-summary', store, weeks], queryFn: ({ signal }) => getVisitSummary(store, weeks * 7, signal), staleTime: 0, refetchInterval: pollMs });
  return (
    <Loading query={summary} label={t('visits.loading')} skeleton={<ListSkeleton label={t('visits.loading')} />}>
      {(known) => <Tiles summary={known} />}
    </Loading>
  );
}

function Tiles({ summary }: { summary: VisitSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { days } = summary;
  const people = days.reduce((sum, day) => sum + day.people, 0);
  const arrivals = days.reduce((sum, day) => sum + day.arrivals, 0);
  const measured = days.filter((day) => day.dwellSeconds !== null && day.people > 0);
  const dwell = measured.reduce((sum, day) => sum + (day.dwellSeconds ?? 0) * day.people, 0) / Math.max(1, measured.reduce((sum, day) => sum + day.people, 0));
  const sold = days.filter((day) => day.conversion !== null);
  const soldPeople = sold.reduce((sum, day) => sum + day.people, 0);
  const rate = soldPeople === 0 ? null : sold.reduce((sum, day) => sum + day.sales, 0) / soldPeople;
  const date = (day: string) => format.date(Date.parse(`${day}T12:00:00`));
  return (
    <section className="summary visits-summary" aria-label={t('visits.title')}>
      <div className="panel tile visits-people">
        <h2>{t('visits.people')}</h2>
        <p className="figure">{format.number(people)}</p>
        <p className="tile-foot">{t('visits.perDay', { count: Math.round(people / Math.max(1, days.length)) })}</p>
        <Bars label={t('visits.people')} bars={days.map((day) => ({ key: day.day, value: day.people, words: `${date(day.day)}: ${format.number(day.people)}` }))} />
      </div>
      <div className="panel tile">
        <h2>{t('visits.dwell')}</h2>
        <p className="figure">{measured.length === 0 ? '—' : format.span(dwell * 1_000)}</p>
        {measured.length === 0 && <p className="tile-foot">{t('visits.dwellNone')}</p>}
      </div>
      <div className={`panel tile ${summary.unclaimed > 0 ? 'tile-attention' : ''}`}>
        <h2>{t('visits.arrivals')}</h2>
        <p className="figure">{format.number(arrivals)}</p>
        {arrivals > 0 && <p className="tile-foot">{summary.unclaimed > 0 ? t('visits.unclaimed', { count: summary.unclaimed }) : t('visits.allClaimed')}</p>}
      </div>
      <div className="panel tile">
        <h2>{t('visits.claim')}</h2>
        <p className="figure">{summary.claimSecondsMedian === null ? '—' : format.span(summary.claimSecondsMedian * 1_000)}</p>
        {summary.claimSecondsP95 !== null && <p className="tile-foot">{t('visits.claimP95', { span: format.span(summary.claimSecondsP95 * 1_000) })}</p>}
      </div>
      <div className="panel tile">
        <h2>{t('visits.conversion')}</h2>
        <p className="figure">{rate === null ? '—' : format.number(rate * 100, 1)}</p>
        {rate === null && <p className="tile-foot">{t('visits.conversionNone')}</p>}
      </div>
    </section>
  );
}
