import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Overview } from '../api/overview';
import { Ago } from '../ui/Ago';
import { useFormat } from '../ui/useFormat';

export function Figures({ overview: { today, stores, books } }: { overview: Overview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const good = books.wrong === 0;
  return (
    <section className="summary overview-figures" aria-label={t('overview.figures')}>
      <div className="panel tile">
        <h2>{t('overview.sales')}</h2>
        <p className="figure">{format.money(today.totalFen)}</p>
        <p className="tile-foot">
          {t('overview.salesCount', { count: today.sales })} · {t('overview.yesterday', { total: format.money(today.yesterdayTotalFen) })}
        </p>
      </div>
      <div className="panel tile">
        <h2>{t('overview.people')}</h2>
        <p className="figure">{format.number(today.people)}</p>
        <p className="tile-foot">{t('overview.arrivals', { count: today.arrivals })}</p>
      </div>
      <Link to="/stores" className={`panel tile ${stores.offline > 0 ? 'tile-warn' : ''}`}>
        <h2>{t('overview.stores')}</h2>
        <p className="figure">
          {format.number(stores.online)} <small>{t('overview.ofAll', { total: format.number(stores.all) })}</small>
        </p>
        <p className="tile-foot">{stores.degraded + stores.offline === 0 ? t('overview.allWell') : t('overview.degraded', { count: stores.degraded + stores.offline })}</p>
      </Link>
      <Link to="/books" className="panel tile">
        <h2>{t('overview.books')}</h2>
        <p className={`figure figure-words ${good ? '' : 'below-zero'}`}>
          {books.checkedAt !== null && (good ? <CheckCircleFilled className="good" aria-hidden /> : <CloseCircleFilled aria-hidden />)}{' '}
          {books.checkedAt === null ? t('overview.booksNone') : good ? t('overview.booksGood') : t('overview.booksBad', { count: books.wrong })}
        </p>
        <p className="tile-foot">{books.checkedAt !== null && <Ago at={books.checkedAt} empty="" />}</p>
      </Link>
    </section>
  );
}
