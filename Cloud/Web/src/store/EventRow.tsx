import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommittedEvent } from '../api/types';
import { useFormat } from '../ui/useFormat';
import { eventGist, eventName, familyOf } from './eventWords';

interface EventRowProps {
  readonly event: CommittedEvent;
  readonly showGateway: boolean;
  readonly onOpen: (event: CommittedEvent) => void;
}

export const EventRow = memo(function EventRow({ event, showGateway, onOpen }: EventRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = eventName(t, event.type);
  const where = [showGateway ? event.gateway : null, event.device].filter(Boolean).join(' / ');
  return (
    <li className="event">
      <button type="button" onClick={() => onOpen(event)} title={t('events.open', { seq: event.seq, type: name })}>
        <time dateTime={event.happenedAt}>{format.clock(Date.parse(event.happenedAt))}</time>
        <span className={`event-dot event-${familyOf(event.type)}`} aria-hidden />
        <span className="event-what">
          <span className="event-name">{name}</span>
          <span className="quiet mono">{where}</span>
        </span>
        <span className="event-gist">{eventGist(event)}</span>
        <span className="event-seq quiet">{format.number(event.seq)}</span>
      </button>
    </li>
  );
});
