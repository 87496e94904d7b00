import { PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { getErasure, type Receipt } from '../api/customers';
import { Fact } from '../ui/Fact';
import { Loading } from '../ui/Loading';
import { Mark } from '../ui/Mark';
import { PageHead } from '../ui/PageHead';
import { useFormat } from '../ui/useFormat';
import './customer.css';

const pollMs = 3_000;

type Gateway = Receipt['gateways'][number];

/** The receipt of an erasure as it stands now: stores that were away are shown until they have answered. */
export default function ErasedPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const receipt = useQuery({
    queryKey: ['erasure', id],
    queryFn: ({ signal }) => getErasure(id, signal),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.complete === false ? pollMs : false),
  });
  return (
    <Loading query={receipt} label={t('erasure.loading')}>
      {(known) => <Printed receipt={known} />}
    </Loading>
  );
}

function Printed({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <PageHead
        title={t('erasure.receipt')}
        lead={t('erasure.receiptLead')}
        back={{ to: '/customers', label: t('customer.back') }}
        mark={<Mark tone={receipt.complete ? 'good' : 'wait'}>{t(receipt.complete ? 'erasure.complete' : 'erasure.waiting')}</Mark>}
        actions={
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t('erasure.print')}
          </Button>
        }
      />
      <article className="panel pad receipt">
        <dl className="facts">
          <Fact name={t('erasure.number')}>
            <span className="mono">{receipt.id}</span>
          </Fact>
          <Fact name={t('erasure.at')}>{format.dateTime(Date.parse(receipt.at))}</Fact>
          <Fact name={t('erasure.who')}>{receipt.who}</Fact>
          <Fact name={t('erasure.subject')}>
            <span className="mono">{receipt.customers.join(', ')}</span>
          </Fact>
        </dl>
        <h2>{t('erasure.removed')}</h2>
        <table className="plain-table">
          <thead>
            <tr>
              <th>{t('erasure.where')}</th>
              <th>{t('erasure.what')}</th>
              <th className="end">{t('erasure.rows')}</th>
            </tr>
          </thead>
          <tbody>
            {receipt.removed.map(({ where, what, rows }) => (
              <tr key={`${where} ${what}`}>
                <td>{where}</td>
                <td>{what}</td>
                <td className="end digits">{format.number(rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {receipt.gateways.length > 0 && (
          <>
            <h2>{t('erasure.stores')}</h2>
            <table className="plain-table">
              <thead>
                <tr>
                  <th>{t('ui.store')}</th>
                  <th>{t('erasure.profile')}</th>
                  <th>{t('erasure.face')}</th>
                </tr>
              </thead>
              <tbody>
                {receipt.gateways.map((gateway) => (
                  <tr key={gateway.gateway}>
                    <td>
                      {gateway.storeName} <span className="mono quiet">{gateway.gateway}</span>
                      {gateway.said !== null && <small className="quiet breaks"> {gateway.said}</small>}
                    </td>
                    <td>
                      <Standing state={gateway.profile} />
                    </td>
                    <td>
                      <Standing state={gateway.face} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
        {receipt.remains.length > 0 && (
          <>
            <h2>{t('erasure.remains')}</h2>
            <ul className="receipt-remains">
              {receipt.remains.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          </>
        )}
      </article>
    </>
  );
}

function Standing({ state }: { state: Gateway['profile'] }) {
  const { t } = useTranslation();
  switch (state) {
    case 'removed':
      return <Mark tone="good">{t('erasure.s_removed')}</Mark>;
    case 'on its way':
      return <Mark tone="wait">{t('erasure.s_waiting')}</Mark>;
    default:
      return <span className="quiet">{t('erasure.s_never')}</span>;
  }
}
