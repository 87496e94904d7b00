import { InboxOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { listDeliveries, redeliver, type Delivery, type Webhook } from '../api/access';
import { Ago } from '../ui/Ago';
import { Loading } from '../ui/Loading';
import { Mark, type Tone } from '../ui/Mark';
import { Notice } from '../ui/Notice';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';

const pollMs = 2_000;
const tones: Record<Delivery['state'], Tone> = { waiting: 'wait', sent: 'good', failed: 'bad' };

/** What was sent to a web hook, what it answered, and the button that sends it once more. */
export function Deliveries({ hook, onClose }: { hook: Webhook | null; onClose: () => void }) {
  const { t } = useTranslation();
  const deliveries = useQuery({
    queryKey: ['deliveries', hook?.id],
    queryFn: ({ signal }) => listDeliveries(hook?.id ?? '', signal),
    enabled: hook !== null,
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.deliveries.some(({ state }) => state === 'waiting') ? pollMs : false),
  });
  const again = useSend((delivery: string) => redeliver(hook?.id ?? '', delivery), { renews: [['deliveries', hook?.id]] });
  return (
    <Drawer open={hook !== null} onClose={onClose} size={560} title={`${hook?.name ?? ''}: ${t('settings.deliveries')}`} destroyOnHidden>
      <SendFailure error={again.error} />
      <Loading query={deliveries} label={t('ui.loading')}>
        {(known) =>
          known.deliveries.length === 0 ? (
            <Notice icon={<InboxOutlined />} title={t('settings.deliveriesEmpty')} help={t('settings.hooksEmptyHelp')} />
          ) : (
            <ul className="cards">
              {known.deliveries.map((delivery) => (
                <li className="panel card" key={delivery.id}>
                  <div className="card-head">
                    <b className="mono">{delivery.event}</b>
                    <span className="push" />
                    <Mark tone={tones[delivery.state]}>{t(`settings.d_${delivery.state}`)}</Mark>
                  </div>
                  {delivery.said !== null && <p className="mono breaks">{delivery.said}</p>}
                  <div className="customer-card-foot">
                    <span className="quiet">
                      <Ago at={delivery.createdAt} empty="" /> · {t('settings.tries', { count: delivery.attempts })}
                    </span>
                    {delivery.state !== 'waiting' && (
                      <Button size="small" loading={again.isPending} onClick={() => again.mutate(delivery.id)}>
                        {t('settings.again')}
                      </Button>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loading>
    </Drawer>
  );
}
