import type { TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CustomerRow } from '../api/customers';
import { useStoreName } from '../app/MyStore';
import { FaceMark } from '../members/FaceMark';
import { Ago } from '../ui/Ago';
import { useFormat } from '../ui/useFormat';
import { LevelMark, Tags } from './LevelMark';

export function useCustomerColumns(): TableColumnsType<CustomerRow> {
  const { t } = useTranslation();
  const format = useFormat();
  const storeName = useStoreName();
  return useMemo(
    () => [
      {
        title: t('customers.name'),
        key: 'name',
        render: (_, { id, name, tags }) => (
          <div className="who">
            <Link to={`/customers/${encodeURIComponent(id)}`}>{name}</Link>
            {tags.length > 0 && (
              <span className="tags">
                <Tags tags={tags} />
              </span>
            )}
          </div>
        ),
      },
      { title: t('customers.level'), key: 'level', render: (_, { level }) => <LevelMark level={level} none="—" /> },
      { title: t('customers.phone'), key: 'phone', render: (_, { phone }) => <span className="mono">{phone ?? '—'}</span> },
      { title: t('customers.lastVisit'), key: 'lastVisit', render: (_, { lastVisit }) => <Ago at={lastVisit} empty={t('customers.never')} /> },
      { title: t('customers.homeStore'), key: 'home', render: (_, { homeStore }) => (homeStore === null ? <span className="quiet">—</span> : storeName(homeStore)) },
      {
        title: t('customers.since'),
        key: 'since',
        render: (_, { joinedAt }) => (joinedAt === null ? <span className="quiet">{t('customers.notMember')}</span> : <span className="digits nowrap">{format.date(Date.parse(joinedAt))}</span>),
      },
      { title: t('customers.face'), key: 'face', render: (_, { face }) => <FaceMark face={face} /> },
    ],
    [t, format, storeName],
  );
}
