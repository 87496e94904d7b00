import { CheckCircleOutlined, RightOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Overview } from '../api/overview';
import { useFormat } from '../ui/useFormat';

/** What waits for somebody, each with the way there; what is in order is not mentioned. */
export function Attention({ attention }: { attention: Overview['attention'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const entries = [
    { count: attention.negativeStock, word: t('overview.negativeStock'), to: '/stock?show=negative', bad: true },
    { count: attention.latePurchases, word: t('overview.latePurchases'), to: '/purchases', bad: true },
    { count: attention.transfersShort, word: t('overview.transfersShort'), to: '/transfers', bad: true },
    { count: attention.alarms, word: t('overview.alarms'), to: '/alarms', bad: false },
    { count: attention.lowStock, word: t('overview.lowStock'), to: '/stock?show=low', bad: false },
    { count: attention.draftPurchases, word: t('overview.draftPurchases'), to: '/replenishment', bad: false },
    { count: attention.duplicates, word: t('overview.duplicates'), to: '/customers/duplicates', bad: false },
    { count: attention.deadLetters, word: t('overview.deadLetters'), to: '/dead-letters', bad: false },
  ].filter(({ count }) => count > 0);
  return (
    <section className="panel attention" aria-labelledby="attention">
      <h2 className="section-title" id="attention">
        {t('overview.attention')}
      </h2>
      {entries.length === 0 ? (
        <p className="attention-none">
          <CheckCircleOutlined aria-hidden /> {t('overview.attentionNone')}
        </p>
      ) : (
        <ul>
          {entries.map(({ count, word, to, bad }) => (
            <li key={to + word}>
              <Link to={to}>
                <span className={`attention-count digits ${bad ? 'attention-bad' : ''}`}>{format.number(count)}</span>
                <span>{word}</span>
                <RightOutlined className="quiet" aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
