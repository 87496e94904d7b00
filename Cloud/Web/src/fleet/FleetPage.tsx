import { CloudServerOutlined, SearchOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Input, Segmented, Select, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { getFleetMap, getFleetSummary, listFleet, type FleetFilter, type FleetGateway, type FleetSummary, type GatewayState } from '../api/health';
import { useSettled } from '../customers/useSettled';
import { Ago } from '../ui/Ago';
import { useKeyset } from '../ui/keyset';
import { KeysetList } from '../ui/KeysetList';
import { Loading, loadedOf } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { useAddress, useStoreFilter } from '../ui/useAddress';
import './fleet.css';
import { AlarmCount, Buffer, DeviceCount, GatewayStateMark, Reasons, Temperature } from './FleetMarks';
import { FleetMap } from './FleetMap';
import { useRenewed } from './useFleet';

type Show = 'all' | GatewayState;

const states: readonly GatewayState[] = ['online', 'degraded', 'lying', 'offline', 'unknown'];
const mapEveryMs = 30_000;
const pathOf = ({ gateway }: FleetGateway) => `/fleet/${encodeURIComponent(gateway)}`;

/** Every gateway of the chain, the ill ones first. */
export default function FleetPage() {
  const { t } = useTranslation();
  const [store] = useStoreFilter();
  const summary = useQuery({ queryKey: ['fleet', 'summary', store], queryFn: ({ signal }) => getFleetSummary(store, signal), placeholderData: keepPreviousData });
  useRenewed(['fleet']);
  return (
    <>
      <PageHead title={t('fleet.title')} lead={t('fleet.lead')} loaded={loadedOf(summary)} />
      <Loading query={summary} label={t('fleet.loading')}>
        {(known) =>
          states.every((state) => known.states[state] === 0) ? <Notice icon={<CloudServerOutlined />} title={t('fleet.empty')} help={t('fleet.emptyHelp')} /> : <Fleet summary={known} store={store} />
        }
      </Loading>
    </>
  );
}

function Fleet({ summary, store }: { summary: FleetSummary; store: string | null }) {
  const { t } = useTranslation();
  const [show, setShow] = useAddress<Show>('state', 'all');
  const [region, setRegion] = useAddress<string>('region', '');
  const [version, setVersion] = useAddress<string>('version', '');
  const [search, setSearch] = useState('');
  const find = useSettled(search.trim());
  const filter: FleetFilter = { state: show === 'all' ? null : show, store, region, version, find };
  const key = [filter.state, store, region, version, find];
  const list = useKeyset<FleetGateway>(['fleet', 'list', ...key], (after, signal) => listFleet({ ...filter, after }, signal));
  const map = useQuery({ queryKey: ['fleet-map', ...key], queryFn: ({ signal }) => getFleetMap(filter, signal), placeholderData: keepPreviousData, refetchInterval: mapEveryMs });
  const columns = useColumns();
  return (
    <>
      <FleetMap places={map.data ?? []} />
      <div className="toolbar">
        <Input
          allowClear
          className="search"
          maxLength={100}
          prefix={<SearchOutlined aria-hidden />}
          placeholder={t('fleet.search')}
          aria-label={t('fleet.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Segmented<Show>
          aria-label={t('fleet.filter')}
          value={show}
          onChange={setShow}
          options={[
            { value: 'all', label: `${t('fleet.all')} ${states.reduce((sum, state) => sum + summary.states[state], 0)}` },
            ...states.filter((state) => summary.states[state] > 0 || state === show).map((state) => ({ value: state, label: `${t(`fleet.s_${state}`)} ${summary.states[state]}` })),
          ]}
        />
        {summary.regions.length > 0 && (
          <Select
            aria-label={t('fleet.region')}
            value={region}
            onChange={setRegion}
            popupMatchSelectWidth={false}
            options={[{ value: '', label: t('fleet.anyRegion') }, ...summary.regions.map((value) => ({ value, label: value }))]}
          />
        )}
        {summary.versions.length > 1 && (
          <Select
            aria-label={t('fleet.version')}
            value={version}
            onChange={setVersion}
            popupMatchSelectWidth={false}
            options={[{ value: '', label: t('fleet.anyVersion') }, ...summary.versions.map((value) => ({ value, label: value }))]}
          />
        )}
      </div>
      <KeysetList<FleetGateway>
        list={list}
        label={t('fleet.title')}
        rowKey={({ gateway }) => gateway}
        columns={columns}
        to={pathOf}
        empty={<Notice icon={<SearchOutlined />} title={t('fleet.noMatch')} help={t('fleet.noMatchHelp')} />}
        card={(gateway) => (
          <>
            <Name gateway={gateway} />
            <State gateway={gateway} />
            {gateway.health !== null && (
              <p className="quiet move-foot">
                {t('fleet.devices')} <DeviceCount health={gateway.health} /> · {t('fleet.buffer')} <Buffer health={gateway.health} />
                {gateway.health.temperature !== null && (
                  <>
                    {' · '}
                    <Temperature health={gateway.health} />
                  </>
                )}
                {gateway.version !== null && ` · ${gateway.version}`}
              </p>
            )}
            {gateway.openAlarms > 0 && <AlarmCount gateway={gateway} />}
          </>
        )}
      />
    </>
  );
}

function useColumns(): TableColumnsType<FleetGateway> {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { title: t('fleet.gateway'), key: 'gateway', render: (_, gateway) => <Name gateway={gateway} /> },
      { title: t('fleet.filter'), key: 'state', render: (_, gateway) => <State gateway={gateway} /> },
      { title: t('fleet.alarms'), key: 'alarms', render: (_, gateway) => <AlarmCount gateway={gateway} /> },
      { title: t('fleet.buffer'), key: 'buffer', align: 'end', render: (_, { health }) => <Buffer health={health} /> },
      { title: t('fleet.temperature'), key: 'temperature', align: 'end', render: (_, { health }) => <Temperature health={health} /> },
      { title: t('fleet.devices'), key: 'devices', align: 'end', render: (_, { health }) => <DeviceCount health={health} /> },
      { title: t('fleet.version'), key: 'version', render: (_, { version }) => <span className="quiet mono">{version ?? t('fleet.notSaid')}</span> },
    ],
    [t],
  );
}

function Name({ gateway }: { gateway: FleetGateway }) {
  return (
    <div className="who">
      <Link to={pathOf(gateway)}>{gateway.storeName}</Link>
      <span className="quiet mono">{gateway.gateway}</span>
    </div>
  );
}

function State({ gateway: { state, since, reasons } }: { gateway: FleetGateway }) {
  return (
    <div className="who">
      <span>
        <GatewayStateMark state={state} /> <Ago at={since} empty="" />
      </span>
      <Reasons reasons={reasons} />
    </div>
  );
}
