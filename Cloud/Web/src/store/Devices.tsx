import { UsbOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceSummary, GatewaySummary } from '../api/types';
import { serverNow } from '../live/serverClock';
import { useLive } from '../live/LiveProvider';
import { Notice } from '../ui/Notice';
import { DeviceTile } from './DeviceTile';
import { addSamples, samplesOfDevices, samplesOfEvents, traceKey, type Traces } from './traces';
import { useLatestEvents } from './useLatestEvents';
import type { GatewayTimes } from './weightFace';

const unknownGateway: GatewayTimes = { status: 'unknown', depth: 0, lastEventAt: null, lastCommittedAt: null };

interface DevicesProps {
  readonly store: string;
  readonly gateways: readonly GatewaySummary[];
  readonly devices: readonly DeviceSummary[];
}

export function Devices({ store, gateways, devices }: DevicesProps) {
  const { t } = useTranslation();
  const traces = useTraces(store, devices);
  const timesOf = (gateway: string): GatewayTimes => gateways.find((each) => each.gateway === gateway) ?? unknownGateway;
  return (
    <section aria-labelledby="devices">
      <h2 id="devices" className="section-title">
        {t('store.devices')} <span className="count">{devices.length}</span>
      </h2>
      {devices.length === 0 ? (
        <div className="devices-none">
          <Notice icon={<UsbOutlined />} title={t('store.noDevices')} help={t('store.noDevicesHelp')} />
        </div>
      ) : (
        <ul className="devices">
          {devices.map((device) => {
            const key = traceKey(device.gateway, device.device);
            return (
              <DeviceTile key={key} device={device} gateway={timesOf(device.gateway)} trace={traces.get(key) ?? []} showGateway={gateways.length > 1} />
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
  const { data: latest } = useLatestEvents(store);
  const [traces, setTraces] = useState<Traces>(new Map());

  useEffect(() => {
    if (latest) {
      setTraces((known) => addSamples(known, samplesOfEvents(latest.events), serverNow()));
    }
  }, [latest]);

  useEffect(() => listen((events) => setTraces((known) => addSamples(known, samplesOfEvents(events), serverNow()))), [listen]);

  useEffect(() => {
    setTraces((known) => addSamples(known, samplesOfDevices(devices), serverNow()));
  }, [devices]);

  return traces;
}
