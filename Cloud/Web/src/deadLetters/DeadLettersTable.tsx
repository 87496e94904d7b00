import { Table, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeadLetter } from '../api/types';
import { Ago } from '../ui/Ago';
import { useFormat } from '../ui/useFormat';

export function DeadLettersTable({ letters }: { letters: readonly DeadLetter[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns = useMemo<TableColumnsType<DeadLetter>>(
    () => [
      { title: t('deadLetters.reason'), key: 'reason', width: '34%', render: (_, letter) => <span className="reason">{letter.reason}</span> },
      { title: t('deadLetters.topic'), key: 'topic', width: '22%', render: (_, letter) => <span className="mono breaks">{letter.topic}</span> },
      {
        title: t('deadLetters.gateway'),
        key: 'gateway',
        render: (_, letter) =>
          letter.gateway === null ? <span className="quiet">{t('deadLetters.unregistered')}</span> : <span className="mono">{letter.gateway}</span>,
      },
      { title: t('deadLetters.seq'), key: 'seq', align: 'end', render: (_, { seq }) => (seq === null ? <span className="quiet">—</span> : format.number(seq)) },
      { title: t('deadLetters.count'), key: 'count', align: 'end', sorter: (left, right) => left.count - right.count, render: (_, { count }) => format.number(count) },
      { title: t('deadLetters.first'), key: 'first', render: (_, { firstAt }) => <Ago at={firstAt} empty="" /> },
      {
        title: t('deadLetters.last'),
        key: 'last',
        sorter: (left, right) => Date.parse(left.lastAt) - Date.parse(right.lastAt),
        render: (_, { lastAt }) => <Ago at={lastAt} empty="" />,
      },
      {
        title: t('deadLetters.size'),
        key: 'size',
        align: 'end',
        sorter: (left, right) => left.size - right.size,
        render: (_, { size }) => <span className="nowrap">{format.bytes(size)}</span>,
      },
    ],
    [t, format],
  );

  return (
    <div className="panel table-panel">
      <Table<DeadLetter>
        rowKey="id"
        columns={columns}
        dataSource={[...letters]}
        showSorterTooltip={false}
        pagination={letters.length > 25 ? { defaultPageSize: 25, showSizeChanger: true } : false}
      />
    </div>
  );
}
