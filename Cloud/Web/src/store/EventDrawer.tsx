import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommittedEvent } from '../api/types';
import { Fact } from '../ui/Fact';
import { useFormat } from '../ui/useFormat';
import { eventName } from './eventWords';

export function EventDrawer({ event, onClose }: { event: CommittedEvent | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer open={event !== null} onClose={onClose} size="min(480px, 100vw)" title={event ? eventName(t, event.type) : t('events.detail')} destroyOnHidden>
      {event && <EventDetail event={event} />}
    </Drawer>
  );
}

/** An event with everything it says. */
export function EventDetail({ event }: { event: CommittedEvent }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    const timer = copied ? setTimeout(() => setCopied(false), 2_000) : undefined;
    return () => clearTimeout(timer);
  }, [copied]);

  return (
    <>
      <dl className="facts facts-two">
        <Fact name={t('events.time')}>{format.dateTime(Date.parse(event.happenedAt))}</Fact>
        {event.timeQuality !== 'exact' && (
          <>
            <Fact name={t('events.quality')}>{t(`events.qualities.${event.timeQuality}`)}</Fact>
            {event.notBefore !== null && <Fact name={t('events.notBefore')}>{format.dateTime(Date.parse(event.notBefore))}</Fact>}
            <Fact name={t('events.ownClock')}>{format.dateTime(Date.parse(event.time))}</Fact>
          </>
        )}
        <Fact name={t('events.received')}>{format.dateTime(Date.parse(event.receivedAt))}</Fact>
        <Fact name={t('events.gateway')}>{event.gateway}</Fact>
        <Fact name={t('events.device')}>{event.device ?? t('stores.none')}</Fact>
        <Fact name={t('events.epoch')}>
          <span className="mono">{event.epoch}</span>
        </Fact>
        <Fact name={t('events.seq')}>{format.number(event.seq)}</Fact>
        <Fact name={t('events.position')}>{format.number(event.position)}</Fact>
        <Fact name={t('events.class')}>{event.class === 'telemetry' ? t('events.telemetry') : t('events.business')}</Fact>
      </dl>
      <div className="json-head">
        <h3>
          {t('events.data')} <span className="quiet mono">{event.type}</span>
        </h3>
        <Button
          size="small"
          icon={copied ? <CheckOutlined /> : <CopyOutlined />}
          onClick={() => void navigator.clipboard.writeText(JSON.stringify(event, null, 2)).then(() => setCopied(true))}
        >
          {copied ? t('events.copied') : t('events.copy')}
        </Button>
      </div>
      <pre className="json" tabIndex={0}>
        {JSON.stringify(event.data, null, 2)}
      </pre>
    </>
  );
}
