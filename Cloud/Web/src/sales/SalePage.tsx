import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { getSale, type Sale } from '../api/sales';
import { useStoreName } from '../app/MyStore';
import { SignedPoints } from '../customer/TimelineTab';
import { Evidence } from '../ui/Evidence';
import { Fact } from '../ui/Fact';
import { Loading } from '../ui/Loading';
import { Money } from '../ui/Money';
import { PageHead } from '../ui/PageHead';
import { Quantity } from '../ui/Quantity';
import { useFormat } from '../ui/useFormat';
import { Buyer, KindMark, Total } from './SaleList';
import './sales.css';

/** One sale or return, line by line, and what followed from it. */
export default function SalePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const sale = useQuery({ queryKey: ['sale', id], queryFn: ({ signal }) => getSale(id, signal), staleTime: 0 });
  return (
    <Loading query={sale} label={t('sales.oneLoading')} extra={<Link to="/sales">{t('sales.back')}</Link>}>
      {(known) => <Known sale={known} />}
    </Loading>
  );
}

function Known({ sale }: { sale: Sale }) {
  const { t } = useTranslation();
  const format = useFormat();
  const storeName = useStoreName();
  const at = format.dateTime(Date.parse(sale.at));
  return (
    <>
      <PageHead
        title={t(sale.kind === 'sale' ? 'sales.sale' : 'sales.return', { date: at })}
        back={{ to: '/sales', label: t('sales.back') }}
        mark={sale.kind === 'return' ? <KindMark kind={sale.kind} /> : undefined}
        lead={`${storeName(sale.store)} · ${sale.till}`}
      />
      <div className="sale-two">
        <section className="panel pad">
          <table className="plain-table">
            <thead>
              <tr>
                <th>{t('sales.product')}</th>
                <th className="end">{t('sales.quantity')}</th>
                <th className="end">{t('sales.amount')}</th>
              </tr>
            </thead>
            <tbody>
              {sale.lines.map((line) => (
                <tr key={line.line}>
                  <td>
                    <div className="who">
                      <Link to={`/stock/${encodeURIComponent(sale.store)}/${encodeURIComponent(line.sku)}`}>{line.name ?? line.sku}</Link>
                      <span className="quiet">
                        <span className="mono">{line.sku}</span>
                        {line.returned > 0 && ` · ${t('sales.returned', { count: line.returned })}`}
                      </span>
                    </div>
                  </td>
                  <td className="end">
                    <Quantity value={line.quantity} unit={line.unit} />
                  </td>
                  <td className="end">
                    <Money fen={line.amountFen} />
                  </td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{t('sales.total')}</th>
                <td />
                <td className="end sale-total">
                  <Total sale={sale} />
                </td>
              </tr>
            </tfoot>
          </table>
          {sale.said !== null && <p className="sale-said">{sale.said}</p>}
        </section>
        <section className="panel pad">
          <dl className="facts">
            <Fact name={t('sales.customer')}>
              <Buyer sale={sale} />
            </Fact>
            <Fact name={t('ui.evidence')}>
              <Evidence evidence={sale.evidence} store={sale.store} />
            </Fact>
            <Fact name={t('sales.earned')}>{sale.points === 0 ? '—' : <SignedPoints points={sale.points} />}</Fact>
            <Fact name={t('sales.burnt')}>{sale.pointsBurnt === 0 ? '—' : format.number(sale.pointsBurnt)}</Fact>
            <Fact name={t('sales.balance')}>{sale.balance === null ? '—' : format.number(sale.balance)}</Fact>
            <Fact name={t('sales.vouchers')}>{sale.vouchers.length === 0 ? '—' : <span className="mono">{sale.vouchers.join(', ')}</span>}</Fact>
            {sale.original !== null && (
              <Fact name={t('sales.original')}>
                <Link to={`/sales/${encodeURIComponent(sale.original)}`}>{t('sales.openOriginal')}</Link>
              </Fact>
            )}
            <Fact name={t('sales.rules')}>{sale.programme === 0 ? t('sales.noRules') : sale.programme}</Fact>
            <Fact name={t('sales.received')}>{format.dateTime(Date.parse(sale.receivedAt))}</Fact>
            <Fact name={t('sales.number')}>
              <span className="mono">{sale.id}</span>
            </Fact>
          </dl>
        </section>
      </div>
    </>
  );
}
