import { RightOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CustomerRow } from '../api/customers';
import { FaceMark } from '../members/FaceMark';
import { Ago } from '../ui/Ago';
import { LevelMark, Tags } from './LevelMark';

/** A customer on a phone: one thumb-wide card that opens as a whole. */
export function CustomerCard({ row }: { row: CustomerRow }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="card-head">
        <div className="who">
          <Link className="card-link" to={`/customers/${encodeURIComponent(row.id)}`}>
            {row.name}
          </Link>
          <span className="mono quiet">{row.phone ?? '—'}</span>
        </div>
        <LevelMark level={row.level} none="" />
        <RightOutlined className="quiet" aria-hidden />
      </div>
      <div className="customer-card-foot">
        <span className="quiet">
          {t('customers.lastVisit')}: <Ago at={row.lastVisit} empty={t('customers.never')} />
        </span>
        {row.face !== 'none' && <FaceMark face={row.face} />}
      </div>
      {row.tags.length > 0 && (
        <div className="tags">
          <Tags tags={row.tags} />
        </div>
      )}
    </>
  );
}
