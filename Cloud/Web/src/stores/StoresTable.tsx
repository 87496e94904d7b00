import { Table, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Age, Ago } from '../ui/Ago';
import { StateMark } from '../ui/StateMark';
import { useFormat } from '../ui/useFormat';
import { natural, type Row } from './rows';
import { WarningMarks } from './WarningMarks';

const time = (text: string | null | undefined): number => (text ? Date.parse(text) : 0);

export function StoresTable({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();

  const columns = useMemo<TableColumnsType<Row>>(
    () => [
      {
        title: t('stores.store'),
        key: 'store',
        sorter: (left, right) => natural(left.store.name, right.store.name),
        render: (_, { store, gateway }) => (
          <div className="who">
            <Link to={`/stores/${encodeURIComponent(store.store)}`}>{store.name}</Link>
            <span className="quiet mono">{gateway === null ? store.store : `${store.store} / ${gateway.gateway}`}</span>
          </div>
        ),
      },
      {
        title: t('stores.stateColumn'),
        key: 'state',
        render: (_, { gateway, health }) =>
          gateway ? <StateMark health={health} since={gateway.statusSince} /> : <span className="quiet">{t('stores.noGateway')}</span>,
      },
      {
        title: t('stores.lastEvent'),
        key: 'last',
        sorter: (left, right) => time(left.gateway?.lastEventAt) - time(right.gateway?.lastEventAt),
        render: (_, { gateway }) => gateway && <Ago at={gateway.lastEventAt} empty={t('stores.never')} />,
      },
      {
        title: t('stores.committed'),
        key: 'committed',
        align: 'end',
        sorter: (left, right) => (left.gateway?.committedSeq ?? -1) - (right.gateway?.committedSeq ?? -1),
        render: (_, { gateway }) =>
          gateway && (
            <div className="who who-end">
              <span className="digits">{format.number(gateway.committedSeq)}</span>
              <span className="quiet mono">{gateway.epoch ?? ''}</span>
            </div>
          ),
      },
      {
        title: t('stores.depth'),
        key: 'depth',
        align: 'end',
        sorter: (left, right) => (left.gateway?.depth ?? -1) - (right.gateway?.depth ?? -1),
        render: (_, { gateway }) =>
          gateway && (gateway.lastCommittedAt === null ? <span className="quiet">{t('stores.notSaid')}</span> : <span className="digits">{format.number(gateway.depth)}</span>),
      },
      {
        title: t('stores.oldestUnsent'),
        key: 'oldest',
        align: 'end',
        sorter: (left, right) => time(right.gateway?.oldestUnsent) - time(left.gateway?.oldestUnsent),
        render: (_, { gateway }) => gateway && <Age since={gateway.oldestUnsent} empty={t(gateway.lastCommittedAt === null ? 'stores.notSaid' : 'stores.none')} />,
      },
      {
        title: t('stores.marks'),
        key: 'marks',
        render: (_, { gateway }) => gateway && <WarningMarks gateway={gateway} />,
      },
      {
        title: t('stores.version'),
        key: 'version',
        render: (_, { gateway }) => gateway && <span className="quiet mono">{gateway.version ?? t('stores.notSaid')}</span>,
      },
    ],
    [t, format],
  );

  return (
    <div className="panel table-panel">
      <Table<Row>
        rowKey="key"
        columns={columns}
        dataSource={[...rows]}
        showSorterTooltip={false}
        scroll={{ x: 'max-content' }}
        pagination={rows.length > 25 ? { defaultPageSize: 25, hideOnSinglePage: true, showSizeChanger: true } : false}
        onRow={({ store }) => ({
          className: 'row-link',
          onClick: (event) => {
            if (!(event.target as Element).closest('a')) {
              void navigate(`/stores/${encodeURIComponent(store.store)}`);
            }
          },
        })}
      />
    </div>
  );
}
