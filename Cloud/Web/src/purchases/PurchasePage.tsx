import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { getPurchase, type Purchase } from '../api/orders';
import { useStoreName } from '../app/MyStore';
import { useGoodsWords } from '../goods/useWords';
import { Ago } from '../ui/Ago';
import { Fact } from '../ui/Fact';
import { Loading, loadedOf } from '../ui/Loading';
import { Mark } from '../ui/Mark';
import { Money } from '../ui/Money';
import { PageHead } from '../ui/PageHead';
import { useFormat } from '../ui/useFormat';
import { PurchaseActions } from './PurchaseActions';
import { PurchaseLines } from './PurchaseLines';
import { PurchaseMark } from './PurchaseMark';
import './purchases.css';

/** One order to a supplier, from the draft to the last delivery. */
export default function PurchasePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const nameOf = useStoreName();
  const purchase = useQuery({ queryKey: ['purchase', id], queryFn: ({ signal }) => getPurchase(id, signal), staleTime: 0 });
  return (
    <>
      <PageHead
        title={purchase.data?.supplier.name ?? t('ui.purchase')}
        lead={purchase.data && nameOf(purchase.data.store)}
        back={{ to: '/purchases', label: t('purchases.title') }}
        mark={purchase.data && <PurchaseMark purchase={purchase.data} />}
        loaded={loadedOf(purchase)}
      />
      <Loading query={purchase} label={t('purchases.loadingOne')}>
        {(data) => (
          <div className="stack">
            <PurchaseFacts purchase={data} />
            <PurchaseLines purchase={data} key={data.etag} />
            <History purchase={data} />
            <PurchaseActions purchase={data} />
          </div>
        )}
      </Loading>
    </>
  );
}

function PurchaseFacts({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const format = useFormat();
  const day = (at: string | null) => (at === null ? '—' : format.date(Date.parse(at)));
  return (
    <dl className="panel pad facts facts-wide">
      <Fact name={t('purchases.total')}>
        <Money fen={purchase.totalFen} />
      </Fact>
      <Fact name={t('purchases.created')}>
        {day(purchase.createdAt)} · {purchase.createdBy === 'rule' ? t('purchases.byRule') : purchase.createdBy}
      </Fact>
      <Fact name={t('purchases.sent')}>
        {day(purchase.sentAt)}
        {purchase.message?.state && (
          <>
            {' '}
            <Mark tone={purchase.message.state === 'failed' ? 'bad' : purchase.message.state === 'sent' ? 'good' : 'wait'} help={purchase.message.said ?? ''}>
              {t(`purchases.message_${purchase.message.state}`)}
            </Mark>
            {purchase.message.state === 'failed' && purchase.message.said !== null && <small className="quiet"> {purchase.message.said}</small>}
          </>
        )}
      </Fact>
      <Fact name={t('purchases.expected')}>{day(purchase.expectedAt)}</Fact>
      <Fact name={t('purchases.acknowledged')}>{purchase.acknowledgedAt === null ? <span className="quiet">{t('purchases.notAcknowledged')}</span> : day(purchase.acknowledgedAt)}</Fact>
      <Fact name={t('purchases.reference')}>{purchase.reference ?? '—'}</Fact>
    </dl>
  );
}

function History({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useGoodsWords();
  const unitOf = (sku: string) => purchase.lines.find((line) => line.sku === sku)?.unit ?? 'piece';
  const nameOf = (sku: string) => purchase.lines.find((line) => line.sku === sku)?.name ?? sku;
  return (
    <div className="sku-grid">
      <section className="panel pad" aria-labelledby="deliveries">
        <h2 className="section-title" id="deliveries">
          {t('purchases.receipts')}
        </h2>
        {purchase.receipts.length === 0 ? (
          <p className="quiet panel-empty">{t('ui.none')}</p>
        ) : (
          <ol className="history">
            {purchase.receipts.map(({ key, at, who, lines }) => (
              <li key={key}>
                <p className="quiet">
                  <Ago at={at} empty="" /> · {who}
                </p>
                {lines.map(({ sku, quantity, to }) => (
                  <p key={sku + to}>
                    {nameOf(sku)} <strong className="digits">{format.quantity(quantity, unitOf(sku))}</strong> <span className="quiet">{words.place(to)}</span>
                  </p>
                ))}
              </li>
            ))}
          </ol>
        )}
      </section>
      <section className="panel pad" aria-labelledby="history">
        <h2 className="section-title" id="history">
          {t('purchases.history')}
        </h2>
        <ol className="history">
          {purchase.notes.map(({ at, who, code, values }) => (
            <li key={at + code}>
              <p className="quiet">
                <Ago at={at} empty="" /> · {who === 'rule' ? t('purchases.byRule') : who}
              </p>
              <p>{words.note(code, 'sku' in values ? { ...values, sku: nameOf(values['sku'] ?? '') } : values)}</p>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}
