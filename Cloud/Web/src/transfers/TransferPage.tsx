import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { cancelTransfer, claimTransfer, getTransfer, receiveTransfer, shipTransfer, type Transfer, type TransferLine, type TransferQuantity } from '../api/stock';
import { useStoreName } from '../app/MyStore';
import { ProductCell } from '../goods/ProductCell';
import { May } from '../session/session';
import { Ago } from '../ui/Ago';
import { Fact } from '../ui/Fact';
import { Rows } from '../ui/KeysetList';
import { Loading, loadedOf } from '../ui/Loading';
import { PageHead } from '../ui/PageHead';
import { Quantity, QuantityField } from '../ui/Quantity';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { TransferMark } from './TransferMark';
import './transfers.css';

/** One transfer: pack and send, take in, settle what is missing. */
export default function TransferPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const nameOf = useStoreName();
  const transfer = useQuery({ queryKey: ['transfer', id], queryFn: ({ signal }) => getTransfer(id, signal), staleTime: 0 });
  const data = transfer.data;
  return (
    <>
      <PageHead
        title={data ? `${nameOf(data.from)} → ${nameOf(data.to)}` : t('transfers.title')}
        lead={data && <>{data.who} · <Ago at={data.createdAt} empty="" /></>}
        back={{ to: '/transfers', label: t('transfers.title') }}
        mark={data && <TransferMark transfer={data} />}
        loaded={loadedOf(transfer)}
      />
      <Loading query={transfer} label={t('transfers.loadingOne')}>
        {(known) => (
          <div className="stack">
            <Lines transfer={known} />
            <May permission="moveStock">
              {known.state === 'draft' && <Ship transfer={known} />}
              {known.state === 'shipped' && known.lines.some(({ missing }) => missing > 0) && <Receive transfer={known} key={String(known.lines.map(({ missing }) => missing))} />}
            </May>
          </div>
        )}
      </Loading>
    </>
  );
}

const renewsOf = ({ id }: Transfer) => [['transfer', id], ['transfers'], ['stock'], ['card'], ['overview']];

function Lines({ transfer }: { transfer: Transfer }) {
  const { t } = useTranslation();
  const columns = useMemo<TableColumnsType<TransferLine>>(() => {
    const number = (value: number, { unit = 'piece' }: TransferLine) => (value === 0 ? <span className="quiet">0</span> : <Quantity value={value} unit={unit} bare />);
    return [
      { title: t('goods.product'), key: 'sku', render: (_, { sku, name }) => <ProductCell sku={sku} name={name} store={transfer.from} /> },
      { title: t('transfers.asked'), key: 'asked', align: 'end', render: (_, line) => number(line.asked, line) },
      { title: t('transfers.shipped'), key: 'shipped', align: 'end', render: (_, line) => number(line.shipped, line) },
      { title: t('transfers.received'), key: 'received', align: 'end', render: (_, line) => number(line.received, line) },
      { title: t('transfers.lost'), key: 'lost', align: 'end', render: (_, line) => number(line.lost, line) },
      { title: t('transfers.found'), key: 'found', align: 'end', render: (_, line) => number(line.found, line) },
      { title: t('transfers.missingColumn'), key: 'missing', align: 'end', render: (_, line) => (line.missing === 0 ? number(0, line) : <strong>{number(line.missing, line)}</strong>) },
    ];
  }, [t, transfer.from]);
  return (
    <Rows<TransferLine>
      rows={transfer.lines}
      label={t('transfers.what')}
      rowKey={({ sku }) => sku}
      columns={columns}
      tone={({ missing, received }) => (missing > 0 && received > 0 ? 'row-low' : '')}
      card={(line) => (
        <>
          <ProductCell sku={line.sku} name={line.name} store={transfer.from} />
          <dl className="facts facts-four">
            <Fact name={t('transfers.asked')}><Quantity value={line.asked} unit={line.unit ?? 'piece'} bare /></Fact>
            <Fact name={t('transfers.shipped')}><Quantity value={line.shipped} unit={line.unit ?? 'piece'} bare /></Fact>
            <Fact name={t('transfers.received')}><Quantity value={line.received} unit={line.unit ?? 'piece'} bare /></Fact>
            <Fact name={t('transfers.missingColumn')}><Quantity value={line.missing} unit={line.unit ?? 'piece'} bare /></Fact>
          </dl>
        </>
      )}
    />
  );
}

function useQuantities(lines: readonly TransferLine[], of: (line: TransferLine) => number) {
  const [quantities, setQuantities] = useState<Readonly<Record<string, number | null>>>(() => Object.fromEntries(lines.map((line) => [line.sku, of(line)])));
  const sent: TransferQuantity[] = lines.flatMap(({ sku }) => ((quantities[sku] ?? 0) > 0 ? [{ sku, quantity: quantities[sku] ?? 0 }] : []));
  return { quantities, sent, set: (sku: string, quantity: number | null) => setQuantities((before) => ({ ...before, [sku]: quantity })) };
}

function Fields({ lines, quantities, set }: { lines: readonly TransferLine[]; quantities: Readonly<Record<string, number | null>>; set: (sku: string, quantity: number | null) => void }) {
  return (
    <ul className="transfer-lines">
      {lines.map(({ sku, name, unit = 'piece' }) => (
        <li key={sku}>
          <span className="who">
            <strong>{name || sku}</strong>
            <span className="quiet mono">{sku}</span>
          </span>
          <QuantityField steps value={quantities[sku] ?? null} unit={unit} label={name} onChange={(quantity) => set(sku, quantity)} />
        </li>
      ))}
    </ul>
  );
}

function Ship({ transfer }: { transfer: Transfer }) {
  const { t } = useTranslation();
  const { quantities, sent, set } = useQuantities(transfer.lines, ({ asked }) => asked);
  const shipping = useSend((lines: readonly TransferQuantity[], key) => shipTransfer(transfer.id, lines, key), { renews: renewsOf(transfer), done: () => t('transfers.shippedDone') });
  const cancelling = useSend((id: string) => cancelTransfer(id), { renews: renewsOf(transfer), done: () => t('transfers.cancelled') });
  return (
    <section className="panel pad" aria-labelledby="ship">
      <h2 className="section-title" id="ship">
        {t('transfers.ship')}
      </h2>
      <p className="quiet">{t('transfers.shipHelp')}</p>
      <Fields lines={transfer.lines} quantities={quantities} set={set} />
      <SendFailure error={shipping.error ?? cancelling.error} />
      <div className="panel-actions">
        <Button type="primary" size="large" loading={shipping.isPending} disabled={sent.length === 0} onClick={() => shipping.mutate(sent)}>
          {t('transfers.ship')}
        </Button>
        <Popconfirm title={t('transfers.cancelAsk')} okText={t('transfers.cancel')} cancelText={t('ui.back')} onConfirm={() => cancelling.mutate(transfer.id)}>
          <Button size="large" type="text" danger loading={cancelling.isPending}>
            {t('transfers.cancel')}
          </Button>
        </Popconfirm>
      </div>
    </section>
  );
}

function Receive({ transfer }: { transfer: Transfer }) {
  const { t } = useTranslation();
  const lines = transfer.lines.filter(({ missing }) => missing > 0);
  const { quantities, sent, set } = useQuantities(lines, ({ missing }) => missing);
  const receiving = useSend((taken: readonly TransferQuantity[], key) => receiveTransfer(transfer.id, taken, key), { renews: renewsOf(transfer), done: () => t('transfers.receivedDone') });
  const claiming = useSend((settled: readonly { sku: string; lost?: number; found?: number }[], key) => claimTransfer(transfer.id, settled, key), { renews: renewsOf(transfer), done: () => t('transfers.claimDone') });
  const begun = transfer.lines.some(({ received }) => received > 0);
  return (
    <section className="panel pad" aria-labelledby="receive">
      <h2 className="section-title" id="receive">
        {t('transfers.receive')}
      </h2>
      <p className="quiet">{t('transfers.receiveHelp')}</p>
      <Fields lines={lines} quantities={quantities} set={set} />
      <SendFailure error={receiving.error ?? claiming.error} />
      <div className="panel-actions">
        <Button type="primary" size="large" loading={receiving.isPending} disabled={sent.length === 0} onClick={() => receiving.mutate(sent)}>
          {t('transfers.receive')}
        </Button>
      </div>
      {begun && (
        <div className="transfer-claim">
          <h3 className="section-title">{t('transfers.claim')}</h3>
          <p className="quiet">{t('transfers.claimHelp')}</p>
          <div className="panel-actions">
            <Button loading={claiming.isPending} disabled={sent.length === 0} onClick={() => claiming.mutate(sent.map(({ sku, quantity }) => ({ sku, lost: quantity })))}>
              {t('transfers.lost')}
            </Button>
            <Button loading={claiming.isPending} disabled={sent.length === 0} onClick={() => claiming.mutate(sent.map(({ sku, quantity }) => ({ sku, found: quantity })))}>
              {t('transfers.found')}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}
