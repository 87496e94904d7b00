import { UsbOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listStoreEvents } from '../api/client';
import type { DeviceSummary, GatewaySummary } from '../api/types';
import { serverNow } from '../live/serverClock';
import { useLive } from '../live/LiveProvider';
import { Notice } from '../ui/Notice';
import { DeviceTile } from './DeviceTile';
import { addSamples, samplesOfDevices, samplesOfEvents, traceKey, type Traces } from './traces';

interface DevicesProps {
  readonly store: string;
  readonly gateways: readonly GatewaySummary[];
  readonly devices: readonly DeviceSummary[];
}

export function Devices({ store, gateways, devices }: DevicesProps) {
  const { t } = useTranslation();
  const traces = useTraces(store, devices);
  const statusOf = (gateway: string) => gateways.find((each) => each.gateway === gateway)?.status ?? 'unknown';
  return (
    <section aria-labelledby="devices">
      <h2 id="devices" className="section-title">
        {t('store.devices')} <span className="count">{devices.length}</span>
      </h2>
      {devices.length === 0 ? (
        <Notice icon={<UsbOutlined />} title={t('store.noDevices')} help={t('store.noDevicesHelp')} />
      ) : (
        <ul className="devices">
          {devices.map((device) => {
            const key = traceKey(device.gateway, device.device);
            return (
              <DeviceTile key={key} device={device} gatewayStatus={statusOf(device.gateway)} trace={traces.get(key) ?? []} showGateway={gateways.length > 1} />
            );
          })}
        </ul>
      )}
    </section>
  );
}

/** The last two minutes of each device: what was committed before this page opened, then what comes. */
function useTraces(store: string, devices: readonly DeviceSummary[]): Traces {
  const { listen } = useLive();
  const [traces, setTraces] = useState<Traces>(new Map());

  useEffect(() => {
    const abort = new AbortController();
    listStoreEvents(store, { limit: 500 }, abort.signal).then(
      ({ events }) => setTraces((known) => addSamples(known, samplesOfEvents(events), serverNow())),
      () => undefined,
    );
    return () => abort.abort();
  }, [store]);

  useEffect(() => listen((events) => setTraces((known) => addSamples(known, samplesOfEvents(events), serverNow()))), [listen]);

  useEffect(() => {
    setTraces((known) => addSamples(known, samplesOfDevices(devices), serverNow()));
  }, [devices]);

  return traces;
}
