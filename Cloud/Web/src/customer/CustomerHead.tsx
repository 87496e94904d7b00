import { DeleteOutlined, DownOutlined, EditOutlined, ExportOutlined, MergeCellsOutlined, QrcodeOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { Customer } from '../api/customers';
import { useStoreName } from '../app/MyStore';
import { CustomerForm } from '../customers/CustomerForm';
import { LevelMark } from '../customers/LevelMark';
import { MergeSearch } from '../merges/MergeSearch';
import { FaceMark } from '../members/FaceMark';
import { useMay } from '../session/session';
import { Ago } from '../ui/Ago';
import { Fact } from '../ui/Fact';
import { Money } from '../ui/Money';
import { PageHead } from '../ui/PageHead';
import { useFormat } from '../ui/useFormat';
import { CodeDialog } from './CodeDialog';
import { Contacts } from './Contacts';
import { EraseDialog } from './EraseDialog';
import { TagEditor } from './TagEditor';
import { useExport } from './useExport';

type Dialog = 'edit' | 'code' | 'merge' | 'erase';

/** Who it is at a glance: level, points, what they spend and buy, how to reach them. */
export function CustomerHead({ customer, onOpen }: { customer: Customer; onOpen: (tab: string, filter?: string) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const format = useFormat();
  const navigate = useNavigate();
  const storeName = useStoreName();
  const exporting = useExport(customer);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const { figures } = customer;
  const actions = [
    ...(may('editCustomers') ? [{ key: 'code', icon: <QrcodeOutlined />, label: t('customer.code') }] : []),
    ...(may('mergeCustomers') ? [{ key: 'merge', icon: <MergeCellsOutlined />, label: t('customer.merge') }] : []),
    ...(may('revealContacts') ? [{ key: 'export', icon: <ExportOutlined />, label: t('customer.export') }] : []),
    ...(may('eraseCustomers') ? [{ key: 'erase', icon: <DeleteOutlined />, label: t('customer.erase'), danger: true }] : []),
  ];
  return (
    <>
      <PageHead
        title={customer.name}
        back={{ to: '/customers', label: t('customer.back') }}
        mark={
          <>
            {customer.level !== '' && <LevelMark level={customer.level} none="" />}
            {customer.face !== 'none' && <FaceMark face={customer.face} />}
          </>
        }
        actions={
          <>
            {may('editCustomers') && (
              <Button icon={<EditOutlined />} onClick={() => setDialog('edit')}>
                {t('customer.edit')}
              </Button>
            )}
            {actions.length > 0 && (
              <Dropdown trigger={['click']} placement="bottomRight" menu={{ items: actions, onClick: ({ key }) => (key === 'export' ? exporting.mutate() : setDialog(key as Dialog)) }}>
                <Button loading={exporting.isPending}>
                  {t('customer.more')} <DownOutlined aria-hidden />
                </Button>
              </Dropdown>
            )}
          </>
        }
      />
      <TagEditor customer={customer} />
      <div className="customer-figures">
        <Figure name={t('customer.points')} onOpen={() => onOpen('points')} foot={customer.joinedAt === null ? t('customers.notMember') : null}>
          {figures.points === null ? '—' : format.number(figures.points)}
        </Figure>
        <Figure name={t('customer.spend')} onOpen={() => onOpen('timeline', 'sale')} foot={<LastTime at={figures.lastPurchase} />}>
          <Money fen={figures.spentFen} />
        </Figure>
        <Figure name={t('customer.purchases')} onOpen={() => onOpen('sales')} foot={null}>
          {format.number(figures.purchases)}
        </Figure>
        <Figure name={t('customer.visits')} onOpen={() => onOpen('visits')} foot={<LastTime at={figures.lastVisit} />}>
          {format.number(figures.visits)}
        </Figure>
      </div>
      <section className="customer-top">
        <div className="panel pad customer-usual">
          <h2 className="section-title">{t('customer.usual')}</h2>
          {customer.usual.length === 0 ? (
            <p className="quiet">{t('customer.usualNone')}</p>
          ) : (
            <ol>
              {customer.usual.slice(0, 6).map(({ sku, name }) => (
                <li key={sku}>
                  <Link to={`/find?code=${encodeURIComponent(sku)}`}>{name}</Link> <span className="mono quiet">{sku}</span>
                </li>
              ))}
            </ol>
          )}
          {customer.hints.length > 0 && (
            <>
              <h2 className="section-title">{t('customer.hints')}</h2>
              <ul className="customer-hints">
                {customer.hints.map((hint) => (
                  <li key={hint}>{hint}</li>
                ))}
              </ul>
            </>
          )}
        </div>
        <div className="panel pad customer-contact">
          <h2 className="section-title">{t('customer.contact')}</h2>
          <div className="customer-reach">
            <Contacts customer={customer} />
            <dl className="facts">
              <Fact name={t('customers.assignedTo')}>{customer.assignedTo ?? t('customers.assignedNobody')}</Fact>
              <Fact name={t('customers.homeStore')}>{customer.homeStore === null ? '—' : storeName(customer.homeStore)}</Fact>
              <Fact name={t('customers.since')}>{customer.joinedAt === null ? t('customers.notMember') : format.date(Date.parse(customer.joinedAt))}</Fact>
              <Fact name={t('customers.source')}>{customer.source}</Fact>
            </dl>
          </div>
        </div>
      </section>
      <CustomerForm open={dialog === 'edit'} customer={customer} onClose={close} />
      <CodeDialog open={dialog === 'code'} customer={customer} onClose={close} />
      <MergeSearch open={dialog === 'merge'} customer={customer} onClose={close} />
      <EraseDialog open={dialog === 'erase'} customer={customer} onClose={close} onErased={() => void navigate(`/customers/${encodeURIComponent(customer.id)}/erased`)} />
    </>
  );
}

function Figure({ name, foot, onOpen, children }: { name: string; foot: ReactNode; onOpen: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="panel tile customer-figure" onClick={onOpen} title={t('customer.howCome', { figure: name })}>
      <span className="quiet">{name}</span>
      <span className="figure">{children}</span>
      {foot !== null && <span className="tile-foot">{foot}</span>}
    </button>
  );
}

const LastTime = ({ at }: { at: string | null }) => (at === null ? null : <Ago at={at} empty="" />);
