import { AppstoreOutlined, CheckOutlined, ClockCircleOutlined, CloseOutlined, DashboardOutlined, MinusOutlined, SwapOutlined, UsbOutlined, WarningOutlined } from '@ant-design/icons';
import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceSummary } from '../api/types';
import type { Health } from '../stores/health';
import { Ago } from '../ui/Ago';
import { StateMark } from '../ui/StateMark';
import { Trend } from '../ui/Trend';
import { useFormat } from '../ui/useFormat';
import { useNow } from '../ui/useNow';
import { traceMs, type TracePoint } from './traces';
import { useFaceWords } from './useFaceWords';
import { weightFace, type GatewayTimes, type WeightWord } from './weightFace';

const icons: Partial<Record<WeightWord, ReactNode>> = {
  stable: <CheckOutlined />,
  unsaid: <CheckOutlined />,
  moving: <SwapOutlined />,
  over: <WarningOutlined />,
  under: <WarningOutlined />,
  fault: <CloseOutlined />,
  stale: <ClockCircleOutlined />,
  clock: <ClockCircleOutlined />,
};

/** What a device last said of itself says nothing once its gateway is gone. */
function stateOf(device: DeviceSummary, gateway: GatewayTimes): { health: Health; since: string | null } {
  const { availability, since } = device;
  return gateway.status !== 'offline' && (availability === 'online' || availability === 'offline')
    ? { health: availability, since }
    : { health: 'unknown', since: null };
}

interface DeviceTileProps {
  readonly device: DeviceSummary;
  readonly gateway: GatewayTimes;
  readonly trace: readonly TracePoint[];
  readonly showGateway: boolean;
}

export function DeviceTile({ device, gateway, trace, showGateway }: DeviceTileProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const face = weightFace(device, gateway, now);
  const words = useFaceWords();
  const unit = face.number?.unit ?? (device.kind === 'plate' ? 'g' : '');
  const describe = useCallback((at: number, value: number) => `${format.number(value, 3)} ${unit} · ${format.clock(at)}`, [format, unit]);
  const kind = device.kind === 'scale' || device.kind === 'plate' ? t(`store.${device.kind}`) : t('store.device');
  return (
    <li className={`panel device device-${face.tone}`}>
      <header>
        <span className="device-icon" role="img" aria-label={kind} title={kind}>
          {device.kind === 'scale' ? <DashboardOutlined /> : device.kind === 'plate' ? <AppstoreOutlined /> : <UsbOutlined />}
        </span>
        <div className="who">
          <h3>{device.device}</h3>
          <span className="quiet mono">{device.driver ?? ''}</span>
          {showGateway && <span className="quiet mono">{device.gateway}</span>}
        </div>
        <StateMark {...stateOf(device, gateway)} />
      </header>
      <p className={`weight ${face.number === null ? 'weight-none' : ''} ${face.word === 'moving' ? 'weight-moving' : ''}`}>
        {face.number === null ? (
          <span aria-hidden>—</span>
        ) : (
          <>
            <span className="weight-value">{format.decimal(face.number.value)}</span> <span className="weight-unit">{face.number.unit}</span>
            {face.netGross !== null && <span className="weight-net">{t(`store.${face.netGross}`)}</span>}
          </>
        )}
      </p>
      <p className={`face face-${face.tone}`}>
        <span className="face-word">
          <span aria-hidden>{icons[face.word] ?? <MinusOutlined />}</span>
          {t(`weight.${face.word}`)}
        </span>
        <span className="face-why">{words(face, device)}</span>
        {face.number !== null && (
          <span className="face-why push">
            <Ago at={device.sampleAt} empty="" />
          </span>
        )}
      </p>
      {trace.some(([, value]) => value !== null) && (
        <Trend label={t('store.lastTwoMinutes', { device: device.device })} points={trace} from={now - traceMs} to={now} height={46} step describe={describe} />
      )}
    </li>
  );
}
