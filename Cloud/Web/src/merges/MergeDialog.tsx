import { SwapOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Modal, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { getCustomer, mergeCustomers, type Customer } from '../api/customers';
import { useStoreName } from '../app/MyStore';
import { FaceMark } from '../members/FaceMark';
import { ListSkeleton } from '../ui/KeysetList';
import { Loading } from '../ui/Loading';
import { Money } from '../ui/Money';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';
import './merges.css';

interface MergeDialogProps {
  readonly pair: { readonly one: string; readonly other: string } | null;
  readonly onClose: () => void;
  readonly onMerged?: (keep: string) => void;
}

/** Two customers side by side, and which of them stays in front. */
export function MergeDialog({ pair, onClose, onMerged }: MergeDialogProps) {
  return pair === null ? null : <Comparison key={`${pair.one} ${pair.other}`} pair={pair} onClose={onClose} {...(onMerged ? { onMerged } : {})} />;
}

function Comparison({ pair, onClose, onMerged }: MergeDialogProps & { pair: NonNullable<MergeDialogProps['pair']> }) {
  const { t } = useTranslation();
  const [keep, setKeep] = useState(pair.one);
  const both = useQuery({
    queryKey: ['customer-pair', pair.one, pair.other],
    queryFn: ({ signal }) => Promise.all([getCustomer(pair.one, signal), getCustomer(pair.other, signal)]),
    staleTime: 0,
  });
  const merging = useSend(({ kept, merged }: { kept: string; merged: string }, key) => mergeCustomers(kept, merged, key), {
    renews: [['duplicates'], ['customers'], ['customer'], ['timeline']],
    done: () => t('merges.merged', { name: both.data?.find(({ id }) => id === keep)?.name ?? '' }),
    onDone: (_, { kept }) => {
      onClose();
      onMerged?.(kept);
    },
  });
  return (
    <Modal
      open
      width={820}
      title={t('merges.compareTitle')}
      okText={t('merges.merge')}
      cancelText={t('ui.cancel')}
      okButtonProps={{ disabled: !both.data }}
      confirmLoading={merging.isPending}
      onOk={() => merging.mutate({ kept: keep, merged: keep === pair.one ? pair.other : pair.one })}
      onCancel={onClose}
    >
      <p className="quiet">{t('merges.compareHelp')}</p>
      <SendFailure error={merging.error} />
      <Loading query={both} label={t('ui.loading')} skeleton={<ListSkeleton label={t('ui.loading')} />}>
        {([one, other]) => (
          <Radio.Group className="wide" value={keep} onChange={(event) => setKeep(event.target.value as string)}>
            <SideBySide one={one} other={other} keep={keep} />
          </Radio.Group>
        )}
      </Loading>
    </Modal>
  );
}

function SideBySide({ one, other, keep }: { one: Customer; other: Customer; keep: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const storeName = useStoreName();
  const date = (text: string | null) => (text === null ? null : format.date(Date.parse(text)));
  const rows: [string, (customer: Customer) => ReactNode, (customer: Customer) => string | null][] = [
    [t('customers.phone'), ({ phone }) => phone, ({ phone }) => phone],
    [t('customers.email'), ({ email }) => email, ({ email }) => email],
    [t('customers.card'), ({ card }) => card, ({ card }) => card],
    [t('customers.birthday'), ({ birthday }) => birthday?.replace(/^--/, ''), ({ birthday }) => birthday],
    [t('customers.level'), ({ level }) => level, ({ level }) => level],
    [t('customer.points'), ({ figures }) => (figures.points === null ? null : format.number(figures.points)), () => null],
    [t('customer.spend'), ({ figures }) => <Money fen={figures.spentFen} />, () => null],
    [t('customer.purchases'), ({ figures }) => format.number(figures.purchases), () => null],
    [t('customers.lastVisit'), ({ lastVisit }) => date(lastVisit), () => null],
    [t('customers.homeStore'), ({ homeStore }) => (homeStore === null ? null : storeName(homeStore)), ({ homeStore }) => homeStore],
    [t('customers.assignedTo'), ({ assignedTo }) => assignedTo, ({ assignedTo }) => assignedTo],
    [t('customer.tags'), ({ tags }) => tags.join(', '), () => null],
    [t('customers.face'), ({ face }) => <FaceMark face={face} />, () => null],
    [t('customers.source'), ({ source }) => source, () => null],
  ];
  return (
    <table className="plain-table side-by-side">
      <thead>
        <tr>
          <th>
            <SwapOutlined aria-hidden />
            <span className="visually-hidden">{t('merges.row')}</span>
          </th>
          {[one, other].map((customer) => (
            <th key={customer.id} className={customer.id === keep ? 'side-kept' : ''}>
              <Radio value={customer.id}>
                <b>{customer.name}</b>
              </Radio>
              <small className="quiet">{t(customer.id === keep ? 'merges.kept' : 'merges.into')}</small>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, show, compare]) => {
          const same = compare(one) !== null && compare(one) !== '' && compare(one) === compare(other);
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              {[one, other].map((customer) => (
                <td key={customer.id} className={customer.id === keep ? 'side-kept' : ''}>
                  <span className={same ? 'side-same' : ''}>{show(customer) || <span className="quiet">—</span>}</span>
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
