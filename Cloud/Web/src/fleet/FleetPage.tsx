import { CloudServerOutlined, SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Input, Segmented, Select, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listFleet, type FleetGateway, type GatewayState } from '../api/health';
import { Ago } from '../ui/Ago';
import { Rows } from '../ui/KeysetList';
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
const worst: readonly GatewayState[] = ['lying', 'offline', 'degraded', 'unknown', 'online'];
const pathOf = ({ gateway }: FleetGateway) => `/fleet/${encodeURIComponent(gateway)}`;
const distinct = (values: readonly (string | null)[]) => [...new Set(values.filter((value) => value !== null))].sort();

/** Every gateway of the chain, the ill ones first. */
export default function FleetPage() {
  const { t } = useTranslation();
  const fleet = useQuery({ queryKey: ['fleet'], queryFn: ({ signal }) => listFleet(signal) });
  useRenewed(['fleet']);
  return (
    <>
      <PageHead title={t('fleet.title')} lead={t('fleet.lead')} loaded={loadedOf(fleet)} />
      <Loading query={fleet} label={t('fleet.loading')}>
        {(gateways) => (gateways.length === 0 ? <Notice icon={<CloudServerOutlined />} title={t('fleet.empty')} help={t('fleet.emptyHelp')} /> : <Fleet fleet={gateways} />)}
      </Loading>
    </>
  );
}

function Fleet({ fleet }: { fleet: readonly FleetGateway[] }) {
  const { t } = useTranslation();
  const [show, setShow] = useAddress<Show>('state', 'all');
  const [region, setRegion] = useAddress<string>('region', '');
  const [version, setVersion] = useAddress<string>('version', '');
  const [search, setSearch] = useState('');
  const [store] = useStoreFilter();
  const regions = distinct(fleet.map((each) => each.region));
  const versions = distinct(fleet.map((each) => each.version));
  const shown = useMemo(() => {
    const word = search.trim().toLowerCase();
    return fleet
      .filter((each) => (store === null || each.store === store) && (show === 'all' || each.state === show) && (region === '' || each.region === region) && (version === '' || each.version === version))
      .filter((each) => [each.store, each.storeName, each.gateway].some((name) => name.toLowerCase().includes(word)))
      .sort((left, right) => worst.indexOf(left.state) - worst.indexOf(right.state));
  }, [fleet, store, show, region, version, search]);
  const count = (state: GatewayState) => fleet.filter((each) => each.state === state && (store === null || each.store === store)).length;
  const columns = useColumns();
  return (
    <>
      <FleetMap fleet={shown} />
      <div className="toolbar">
        <Input allowClear className="search" prefix={<SearchOutlined aria-hidden />} placeholder={t('fleet.search')} aria-label={t('fleet.search')} value={search} onChange={(event) => setSearch(event.target.value)} />
        <Segmented<Show>
          aria-label={t('fleet.filter')}
          value={show}
          onChange={setShow}
          options={[
            { value: 'all', label: `${t('fleet.all')} ${states.reduce((sum, state) => sum + count(state), 0)}` },
            ...states.filter((state) => count(state) > 0 || state === show).map((state) => ({ value: state, label: `${t(`fleet.s_${state}`)} ${count(state)}` })),
          ]}
        />
        {regions.length > 0 && (
          <Select aria-label={t('fleet.region')} value={region} onChange={setRegion} popupMatchSelectWidth={false} options={[{ value: '', label: t('fleet.anyRegion') }, ...regions.map((value) => ({ value, label: value }))]} />
        )}
        {versions.length > 1 && (
          <Select aria-label={t('fleet.version')} value={version} onChange={setVersion} popupMatchSelectWidth={false} options={[{ value: '', label: t('fleet.anyVersion') }, ...versions.map((value) => ({ value, label: value }))]} />
        )}
      </div>
      {shown.length === 0 ? (
        <Notice icon={<SearchOutlined />} title={t('fleet.noMatch')} help={t('fleet.noMatchHelp')} />
      ) : (
        <Rows<FleetGateway>
          rows={shown}
          label={t('fleet.title')}
          rowKey={({ gateway }) => gateway}
          columns={columns}
          to={pathOf}
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
      )}
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
      { title: t('fleet.buffer'), key: 'buffer', align: 'end', sorter: (left, right) => (left.health?.depth ?? -1) - (right.health?.depth ?? -1), render: (_, { health }) => <Buffer health={health} /> },
      { title: t('fleet.temperature'), key: 'temperature', align: 'end', sorter: (left, right) => (left.health?.temperature ?? -99) - (right.health?.temperature ?? -99), render: (_, { health }) => <Temperature health={health} /> },
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
