import { CaretRightOutlined, FieldTimeOutlined, PauseOutlined } from '@ant-design/icons';
import { Button, Segmented, Select, Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommittedEvent } from '../api/types';
import { en } from '../i18n/en';
import { eventKey, keptPerClass } from '../live/eventLog';
import { Failure } from '../ui/Failure';
import { EventDrawer } from './EventDrawer';
import { EventRow } from './EventRow';
import { eventName } from './eventWords';
import { useEventLog } from './useEventLog';

type Kind = 'ledger' | 'telemetry' | 'all';

const catalogue = Object.keys(en.eventType).map((key) => key.replaceAll('_', '.'));

interface EventsPanelProps {
  readonly store: string;
  readonly stale: boolean;
  readonly severalGateways: boolean;
}

export function EventsPanel({ store, stale, severalGateways }: EventsPanelProps) {
  const { t } = useTranslation();
  const { log, pause, resume, error, loading, reload } = useEventLog(store);
  const [kind, setKind] = useState<Kind>('ledger');
  const [types, setTypes] = useState<readonly string[]>([]);
  const [open, setOpen] = useState<CommittedEvent | null>(null);
  const shown = useMemo(
    () => log.shown.filter((event) => (kind === 'all' || event.class === kind) && (types.length === 0 || types.includes(event.type))),
    [log.shown, kind, types],
  );
  const options = useMemo(
    () => [...new Set([...catalogue, ...log.shown.map((event) => event.type)])].map((type) => ({ value: type, label: eventName(t, type) })),
    [t, log.shown],
  );

  return (
    <section className="panel events" aria-labelledby="events">
      <header>
        <h2 id="events" className="section-title">
          {t('store.events')}
        </h2>
        <Button
          size="small"
          type={log.paused ? 'primary' : 'default'}
          icon={log.paused ? <CaretRightOutlined /> : <PauseOutlined />}
          onClick={log.paused ? resume : pause}
        >
          {log.paused ? t('events.resume') : t('events.pause')}
        </Button>
      </header>
      <div className="events-tools">
        <Segmented<Kind>
          size="small"
          aria-label={t('events.class')}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'ledger', label: t('events.business') },
            { value: 'telemetry', label: t('events.telemetry') },
            { value: 'all', label: t('events.all') },
          ]}
        />
        <Select<string[]>
          mode="multiple"
          size="small"
          allowClear
          className="types"
          maxTagCount="responsive"
          aria-label={t('events.types')}
          placeholder={t('events.allTypes')}
          optionFilterProp="label"
          value={[...types]}
          onChange={(chosen) => {
            setTypes(chosen);
            if (chosen.length > 0) {
              setKind('all');
            }
          }}
          options={options}
        />
      </div>
      {log.held.length > 0 && (
        <button type="button" className="held" onClick={resume}>
          {t('events.held', { count: log.held.length })}
        </button>
      )}
      {error && log.shown.length === 0 ? (
        <Failure error={error} busy={loading} onRetry={reload} />
      ) : loading && log.shown.length === 0 ? (
        <Skeleton active title={false} paragraph={{ rows: 6, width: '100%' }} className="pad" />
      ) : shown.length === 0 ? (
        <p className="events-none" role="status">
          <FieldTimeOutlined aria-hidden />
          {log.shown.length === 0 ? t('events.none') : t('events.noneMatch')}
          <small>{t('events.noneHelp')}</small>
        </p>
      ) : (
        <ol className={`event-list ${stale ? 'is-stale' : ''}`} aria-label={t('store.events')} tabIndex={0}>
          {shown.map((event) => (
            <EventRow key={eventKey(event)} event={event} showGateway={severalGateways} onOpen={setOpen} />
          ))}
          <li className="event-end">{t('events.bounded', { count: keptPerClass })}</li>
        </ol>
      )}
      <EventDrawer event={open} onClose={() => setOpen(null)} />
    </section>
  );
}
