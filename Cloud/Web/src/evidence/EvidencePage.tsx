import { FileUnknownOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { listStoreEvents } from '../api/client';
import { useStoreName } from '../app/MyStore';
import { EventDetail } from '../store/EventDrawer';
import { eventName } from '../store/eventWords';
import { Loading, loadedOf } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';

/** One event as it was committed: what a number of the books stands on. */
export default function EvidencePage() {
  const { t } = useTranslation();
  const { store = '', gateway = '', position = '' } = useParams();
  const nameOf = useStoreName();
  const wanted = Number(position);
  const events = useQuery({
    queryKey: ['evidence', store, gateway, wanted],
    queryFn: ({ signal }) => listStoreEvents(store, { gateway, before: wanted + 1, limit: 1 }, signal),
  });
  return (
    <>
      <PageHead title={t('proof.title')} lead={t('proof.lead')} back={{ to: `/stores/${encodeURIComponent(store)}`, label: nameOf(store) }} loaded={loadedOf(events)} />
      <Loading query={events} label={t('proof.loading')}>
        {(page) => {
          const event = page.events.find((each) => each.position === wanted);
          return event === undefined ? (
            <Notice icon={<FileUnknownOutlined />} title={t('proof.missing')} help={t('proof.missingHelp')} />
          ) : (
            <article className="panel pad">
              <h2 className="section-title">{eventName(t, event.type)}</h2>
              <EventDetail event={event} />
            </article>
          );
        }}
      </Loading>
    </>
  );
}
