import { CheckCircleOutlined, EyeOutlined } from '@ant-design/icons';
import { Button, Segmented, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { acknowledge, listAlarms, type StockAlarm } from '../api/stock';
import { useStoreName } from '../app/MyStore';
import { skuPath } from '../goods/ProductCell';
import { useGoodsWords } from '../goods/useWords';
import { useMay } from '../session/session';
import { Ago } from '../ui/Ago';
import { Evidence } from '../ui/Evidence';
import { useKeyset } from '../ui/keyset';
import { KeysetList } from '../ui/KeysetList';
import { Mark } from '../ui/Mark';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { useQuantityText } from '../ui/Quantity';
import { useAddress, useStoreFilter } from '../ui/useAddress';
import { useSend } from '../ui/useSend';

type Show = 'open' | 'all';

/** What shelves and books ask somebody to look at. */
export default function AlarmsPage() {
  const { t } = useTranslation();
  const [store] = useStoreFilter();
  const [show, setShow] = useAddress<Show>('show', 'open');
  const list = useKeyset<StockAlarm>(['alarms', store, show], (after, signal) => listAlarms({ store, show, after }, signal));
  const columns = useMemo<TableColumnsType<StockAlarm>>(
    () => [
      { title: t('alarms.kind'), key: 'kind', render: (_, alarm) => <What alarm={alarm} /> },
      { title: t('alarms.about'), key: 'about', render: (_, alarm) => <About alarm={alarm} withStore={store === null} /> },
      { title: t('alarms.raised'), key: 'raised', render: (_, { raisedAt }) => <Ago at={raisedAt} empty="" /> },
      { title: t('ui.evidence'), key: 'evidence', render: (_, alarm) => <Evidence evidence={alarm.evidence} store={alarm.store} /> },
      { title: t('alarms.state'), key: 'state', render: (_, alarm) => <State alarm={alarm} /> },
    ],
    [t, store],
  );
  return (
    <>
      <PageHead title={t('alarms.title')} lead={t('alarms.lead')} loaded={{ at: list.loadedAt, busy: list.isFetching, onRefresh: list.refresh }} />
      <div className="toolbar">
        <Segmented<Show>
          aria-label={t('alarms.filter')}
          value={show}
          onChange={setShow}
          options={[
            { value: 'open', label: t('alarms.open') },
            { value: 'all', label: t('alarms.all') },
          ]}
        />
      </div>
      <KeysetList<StockAlarm>
        list={list}
        label={t('alarms.title')}
        rowKey={({ id }) => id}
        columns={columns}
        empty={<Notice tone="good" icon={<CheckCircleOutlined />} title={t('alarms.empty')} help={t('alarms.emptyHelp')} />}
        card={(alarm) => (
          <>
            <What alarm={alarm} />
            <About alarm={alarm} withStore={store === null} />
            <p className="quiet move-foot">
              <Ago at={alarm.raisedAt} empty="" /> · <Evidence evidence={alarm.evidence} store={alarm.store} />
            </p>
            <State alarm={alarm} />
          </>
        )}
      />
    </>
  );
}

function What({ alarm: { kind, endedAt } }: { alarm: StockAlarm }) {
  const words = useGoodsWords();
  return <Mark tone={endedAt !== null ? 'none' : kind === 'low' || kind === 'shelf_low' ? 'warn' : 'bad'}>{words.alarm(kind)}</Mark>;
}

function About({ alarm: { store, kind, subject, name, quantity, threshold, unit }, withStore }: { alarm: StockAlarm; withStore: boolean }) {
  const { t } = useTranslation();
  const quantityText = useQuantityText();
  const nameOf = useStoreName();
  const plate = kind === 'ambiguous' || kind === 'disturbed';
  const left = quantity === null ? null : quantityText(quantity, unit ?? 'piece');
  const said = left === null ? null : threshold === null ? t('alarms.left', { quantity: left }) : t('alarms.quantity', { quantity: left, threshold: quantityText(threshold, unit ?? 'piece') });
  return (
    <div className="who">
      <Link to={plate ? `/stores/${encodeURIComponent(store)}/shelves` : skuPath(store, subject)}>{plate ? t('place.plate', { name: subject.replace(/^plate\//, '') }) : (name ?? subject)}</Link>
      <span className="quiet">{[withStore ? nameOf(store) : null, said].filter(Boolean).join(' · ')}</span>
    </div>
  );
}

function State({ alarm: { id, endedAt, acknowledgedAt, acknowledgedBy } }: { alarm: StockAlarm }) {
  const { t } = useTranslation();
  const may = useMay();
  const seeing = useSend((alarm: string) => acknowledge(alarm), { renews: [['alarms'], ['shelves'], ['overview']] });
  if (acknowledgedAt !== null) {
    return (
      <span className="quiet">
        {t('alarms.seen', { who: acknowledgedBy ?? '' })} · <Ago at={acknowledgedAt} empty="" />
      </span>
    );
  }

  if (endedAt !== null) {
    return (
      <span className="quiet">
        {t('alarms.ended')} · <Ago at={endedAt} empty="" />
      </span>
    );
  }

  return may('countStock') ? (
    <Button icon={<EyeOutlined />} loading={seeing.isPending} onClick={() => seeing.mutate(id)}>
      {t('alarms.see')}
    </Button>
  ) : (
    <span className="quiet">{t('alarms.waiting')}</span>
  );
}
