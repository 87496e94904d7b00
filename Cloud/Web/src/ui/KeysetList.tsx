import { SearchOutlined } from '@ant-design/icons';
import { Skeleton, Table, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Failure } from './Failure';
import type { Keyset } from './keyset';
import { LoadMore } from './LoadMore';
import { Notice } from './Notice';
import { StaleNotice } from './StaleNotice';
import { usePhone } from './useMedia';

interface KeysetListProps<Row> {
  readonly list: Keyset<Row>;
  readonly rowKey: (row: Row) => string;
  readonly columns: TableColumnsType<Row>;
  /** The row on a phone; it stands in an article of its own. */
  readonly card: (row: Row) => ReactNode;
  /** What stands there where nothing is; a filtered list says that nothing matches. */
  readonly empty: ReactNode;
  readonly filtered?: boolean;
  /** Where a row leads. */
  readonly to?: (row: Row) => string;
  readonly label: string;
  readonly tone?: (row: Row) => string;
}

/** A table on a desktop, cards on a phone, with what stands there while it loads, where nothing is, where it failed and where it is old. */
export function KeysetList<Row extends object>(props: KeysetListProps<Row>) {
  const { t } = useTranslation();
  const { list, empty, filtered = false, label } = props;
  if (list.rows === undefined) {
    return list.error ? <Failure error={list.error} busy={list.isFetching} onRetry={list.refresh} /> : <ListSkeleton label={label} />;
  }

  return (
    <>
      <StaleNotice error={list.error} loadedAt={list.loadedAt} busy={list.isFetching} onRetry={list.refresh} />
      {list.rows.length === 0 ? (
        filtered ? <Notice icon={<SearchOutlined />} title={t('ui.noMatch')} help={t('ui.noMatchHelp')} /> : empty
      ) : (
        <div className={list.isBefore ? 'is-before' : ''} aria-busy={list.isBefore}>
          <Rows {...props} rows={list.rows} />
          <LoadMore hasMore={list.hasMore} busy={list.isFetchingMore} onMore={list.more} />
        </div>
      )}
    </>
  );
}

interface RowsProps<Row> extends Omit<KeysetListProps<Row>, 'list' | 'empty' | 'filtered'> {
  readonly rows: readonly Row[];
}

/** The same for rows that are all there. */
export function Rows<Row extends object>({ rows, rowKey, columns, card, to, label, tone }: RowsProps<Row>) {
  const phone = usePhone();
  const navigate = useNavigate();
  if (phone) {
    return (
      <ul className="cards" aria-label={label}>
        {rows.map((row) => (
          <li className={`panel card ${tone?.(row) ?? ''}`} key={rowKey(row)}>
            {card(row)}
          </li>
        ))}
      </ul>
    );
  }

  return (
    <div className="panel table-panel">
      <Table<Row>
        aria-label={label}
        size="middle"
        rowKey={rowKey}
        columns={columns}
        dataSource={[...rows]}
        pagination={false}
        showSorterTooltip={false}
        scroll={{ x: 'max-content' }}
        rowClassName={(row) => tone?.(row) ?? ''}
        {...(to && {
          onRow: (row: Row) => ({
            className: 'row-link',
            onClick: (event: React.MouseEvent) => {
              if (!(event.target as Element).closest('a, button, input, label, .ant-popover')) {
                void navigate(to(row));
              }
            },
          }),
        })}
      />
    </div>
  );
}

/** Stands for a list whose first rows are on their way. */
export function ListSkeleton({ label }: { label: string }) {
  return (
    <div className="panel pad" role="status" aria-label={label} aria-busy>
      <Skeleton active title={false} paragraph={{ rows: 9, width: '100%' }} />
    </div>
  );
}
