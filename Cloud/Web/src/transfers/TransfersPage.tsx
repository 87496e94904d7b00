import { ArrowRightOutlined, PlusOutlined, RetweetOutlined } from '@ant-design/icons';
import { Button, Segmented, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { listTransfers, type Transfer } from '../api/stock';
import { useStoreName } from '../app/MyStore';
import { May } from '../session/session';
import { Ago } from '../ui/Ago';
import { useKeyset } from '../ui/keyset';
import { KeysetList } from '../ui/KeysetList';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { useAddress, useStoreFilter } from '../ui/useAddress';
import { NewTransfer } from './NewTransfer';
import { TransferMark } from './TransferMark';
import './transfers.css';

type Show = 'open' | 'all';

const pathOf = ({ id }: Transfer) => `/transfers/${encodeURIComponent(id)}`;

export default function TransfersPage() {
  const { t } = useTranslation();
  const [store] = useStoreFilter();
  const [show, setShow] = useAddress<Show>('show', 'open');
  const [search, setSearch] = useSearchParams();
  const nameOf = useStoreName();
  const list = useKeyset<Transfer>(['transfers', store, show], (after, signal) => listTransfers({ store, show, after }, signal));
  const columns = useMemo<TableColumnsType<Transfer>>(
    () => [
      { title: t('transfers.title'), key: 'way', render: (_, row) => <Way transfer={row} /> },
      { title: t('transfers.what'), key: 'what', render: (_, { lines }) => <span className="transfer-what">{lines.map(({ name }) => name).join(', ')}</span> },
      { title: t('ui.who'), key: 'who', render: (_, { who }) => who },
      { title: t('purchases.created'), key: 'created', render: (_, { createdAt }) => <Ago at={createdAt} empty="" /> },
      { title: t('transfers.shipped'), key: 'shipped', render: (_, { shippedAt }) => <Ago at={shippedAt} empty="—" /> },
      { title: t('ui.state'), key: 'state', render: (_, row) => <TransferMark transfer={row} /> },
    ],
    [t],
  );
  const making = search.get('new') !== null;
  return (
    <>
      <PageHead
        title={t('transfers.title')}
        lead={t('transfers.lead')}
        loaded={{ at: list.loadedAt, busy: list.isFetching, onRefresh: list.refresh }}
        actions={
          <May permission="moveStock">
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setSearch({ new: '1' })}>
              {t('transfers.start')}
            </Button>
          </May>
        }
      />
      <div className="toolbar">
        <Segmented<Show>
          aria-label={t('transfers.filter')}
          value={show}
          onChange={setShow}
          options={[
            { value: 'open', label: t('transfers.open') },
            { value: 'all', label: t('transfers.all') },
          ]}
        />
      </div>
      <KeysetList<Transfer>
        list={list}
        label={t('transfers.title')}
        rowKey={({ id }) => id}
        columns={columns}
        to={pathOf}
        empty={<Notice icon={<RetweetOutlined />} title={t('transfers.empty')} help={t('transfers.emptyHelp')} />}
        card={(row) => (
          <>
            <div className="card-head">
              <div className="who">
                <Link className="card-link" to={pathOf(row)}>
                  {nameOf(row.from)} <ArrowRightOutlined aria-label="→" /> {nameOf(row.to)}
                </Link>
                <span className="quiet">
                  {row.who} · <Ago at={row.createdAt} empty="" />
                </span>
              </div>
              <TransferMark transfer={row} />
            </div>
            <p className="quiet">{row.lines.map(({ name }) => name).join(', ')}</p>
          </>
        )}
      />
      <NewTransfer
        open={making}
        from={search.get('from')}
        to={search.get('to')}
        sku={search.get('sku')}
        onClose={() => setSearch({}, { replace: true })}
      />
    </>
  );
}

function Way({ transfer }: { transfer: Transfer }) {
  const nameOf = useStoreName();
  return (
    <Link to={pathOf(transfer)} className="transfer-way">
      {nameOf(transfer.from)} <ArrowRightOutlined aria-label="→" className="quiet" /> {nameOf(transfer.to)}
    </Link>
  );
}
