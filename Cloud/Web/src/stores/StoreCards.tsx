import { RightOutlined } from '@ant-design/icons';
import { Pagination } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Age, Ago } from '../ui/Ago';
import { Fact } from '../ui/Fact';
import { StateMark } from '../ui/StateMark';
import { useFormat } from '../ui/useFormat';
import type { Row } from './rows';
import { WarningMarks } from './WarningMarks';

const pageSize = 25;

/** The table of a phone. */
export function StoreCards({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation();
  const [page, setPage] = useState(1);
  const last = Math.ceil(rows.length / pageSize);
  const current = Math.min(page, last);
  return (
    <>
      <ul className="cards">
        {rows.slice((current - 1) * pageSize, current * pageSize).map((row) => (
          <StoreCard key={row.key} row={row} />
        ))}
      </ul>
      {last > 1 && (
        <nav aria-label={t('stores.page')}>
          <Pagination align="center" size="small" current={current} pageSize={pageSize} total={rows.length} showSizeChanger={false} onChange={setPage} />
        </nav>
      )}
    </>
  );
}

function StoreCard({ row: { store, gateway, health } }: { row: Row }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li className="panel card">
      <div className="card-head">
        <div className="who">
          <Link className="card-link" to={`/stores/${encodeURIComponent(store.store)}`}>
            {store.name}
          </Link>
          <span className="quiet mono">{gateway === null ? store.store : `${store.store} / ${gateway.gateway}`}</span>
        </div>
        {gateway && <StateMark health={health} since={gateway.statusSince} />}
        <RightOutlined className="quiet" aria-hidden />
      </div>
      {gateway ? (
        <>
          <dl className="facts">
            <Fact name={t('stores.lastEvent')}>
              <Ago at={gateway.lastEventAt} empty={t('stores.never')} />
            </Fact>
            <Fact name={t('stores.committed')}>{format.number(gateway.committedSeq)}</Fact>
            <Fact name={t('stores.depth')}>{gateway.lastCommittedAt === null ? t('stores.notSaid') : format.number(gateway.depth)}</Fact>
            <Fact name={t('stores.oldestUnsent')}>
              <Age since={gateway.oldestUnsent} empty={t(gateway.lastCommittedAt === null ? 'stores.notSaid' : 'stores.none')} />
            </Fact>
          </dl>
          <WarningMarks gateway={gateway} />
        </>
      ) : (
        <p className="quiet">{t('stores.noGateway')}</p>
      )}
    </li>
  );
}
