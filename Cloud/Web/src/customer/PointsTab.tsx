import { CrownOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../api/customers';
import { adjustPoints, getPoints, type Points, type PointsEntry } from '../api/sales';
import { useStoreName } from '../app/MyStore';
import { useReasonWords } from '../programme/useReasonWords';
import { useMay } from '../session/session';
import { Ago } from '../ui/Ago';
import { Evidence } from '../ui/Evidence';
import { Fact } from '../ui/Fact';
import { ListSkeleton, Rows } from '../ui/KeysetList';
import { Loading } from '../ui/Loading';
import { Money } from '../ui/Money';
import { Notice } from '../ui/Notice';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';
import { SignedPoints } from './TimelineTab';

/** What the points and the level stand on: every entry of the ledger, what is burnt next, and how the level came about. */
export function PointsTab({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const points = useQuery({ queryKey: ['points', customer.id], queryFn: ({ signal }) => getPoints(customer.id, null, signal), staleTime: 0 });
  return (
    <Loading query={points} label={t('ui.loading')} skeleton={<ListSkeleton label={t('ui.loading')} />}>
      {(known) => <Known customer={customer} points={known} />}
    </Loading>
  );
}

function Known({ customer, points }: { customer: Customer; points: Points }) {
  const { t } = useTranslation();
  const may = useMay();
  const format = useFormat();
  const storeName = useStoreName();
  const [adjusting, setAdjusting] = useState(false);
  const reason = useReasonWords();
  const why = (entry: PointsEntry) => [entry.why ?? '', entry.store === null ? '' : storeName(entry.store), entry.expiresAt === null ? '' : format.date(Date.parse(entry.expiresAt))].filter(Boolean).join(' · ');
  return (
    <>
      {points.owed > 0 && <Alert className="customer-gone" type="warning" showIcon title={t('customer.owed', { count: points.owed })} />}
      <div className="panel pad points-top">
        <dl className="facts">
          <Fact name={t('customer.balance')}>
            <span className="figure">{format.number(points.balance)}</span>
          </Fact>
          <Fact name={t('customers.level')}>{points.level || t('customer.noLevel')}</Fact>
          <Fact name={t('customer.yearSpend')}>
            <Money fen={points.spendFen} />
          </Fact>
          <Fact name={t('customer.growth')}>{format.number(points.growth)}</Fact>
        </dl>
        {points.lots.length > 0 && (
          <div>
            <h3 className="quiet">{t('customer.lots')}</h3>
            <ol className="points-lots">
              {points.lots.slice(0, 6).map((lot) => (
                <li key={`${lot.at} ${lot.expiresAt ?? ''}`}>
                  {lot.expiresAt === null
                    ? t('customer.lotForever', { points: format.number(lot.remaining) })
                    : t('customer.lotExpires', { points: format.number(lot.remaining), date: format.date(Date.parse(lot.expiresAt)) })}
                </li>
              ))}
            </ol>
          </div>
        )}
        {may('adjustPoints') && (
          <Button className="push" onClick={() => setAdjusting(true)}>
            {t('customer.adjust')}
          </Button>
        )}
      </div>
      {points.entries.length === 0 ? (
        <Notice icon={<CrownOutlined />} title={t('customer.pointsEmpty')} help={t('customer.pointsEmptyHelp')} />
      ) : (
        <Rows
          rows={points.entries}
          rowKey={({ id }) => id}
          label={t('customer.points')}
          columns={[
            { title: t('ui.when'), key: 'at', render: (_, { at }) => <Ago at={at} empty="" /> },
            { title: t('ui.reason'), key: 'kind', render: (_, entry) => <EntryWords entry={entry} why={why(entry)} /> },
            { title: t('customer.points'), key: 'points', align: 'end', render: (_, entry) => <SignedPoints points={entry.points} /> },
            { title: t('ui.evidence'), key: 'evidence', render: (_, entry) => <Evidence evidence={entry.sale === null ? entry.evidence : `sale/${entry.sale}`} store={entry.store} /> },
          ]}
          card={(entry) => (
            <>
              <div className="card-head">
                <EntryWords entry={entry} why={why(entry)} />
                <span className="push" />
                <SignedPoints points={entry.points} />
              </div>
              <div className="customer-card-foot">
                <Ago at={entry.at} empty="" />
                <Evidence evidence={entry.sale === null ? entry.evidence : `sale/${entry.sale}`} store={entry.store} />
              </div>
            </>
          )}
        />
      )}
      {points.levels.length > 0 && (
        <>
          <div className="section-head">
            <h2>{t('customer.levelChanges')}</h2>
          </div>
          <ol className="panel timeline">
            {points.levels.map((change) => (
              <li key={change.at}>
                <span className="timeline-icon" aria-hidden>
                  <CrownOutlined />
                </span>
                <div className="timeline-words">
                  <p>
                    <b>
                      {change.from || t('customer.noLevel')} → {change.to || t('customer.noLevel')}
                    </b>
                  </p>
                  <p className="quiet">{reason(change.why)}</p>
                </div>
                <div className="timeline-end">
                  <Ago at={change.at} empty="" />
                  <Evidence evidence={change.evidence} />
                </div>
              </li>
            ))}
          </ol>
        </>
      )}
      <AdjustDialog open={adjusting} customer={customer} onClose={() => setAdjusting(false)} />
    </>
  );
}

function EntryWords({ entry, why }: { entry: PointsEntry; why: string }) {
  const { t } = useTranslation();
  return (
    <div className="who">
      <b>{t(`customer.p_${entry.kind}`)}</b>
      {why !== '' && <span className="quiet breaks">{why}</span>}
    </div>
  );
}

function AdjustDialog({ open, customer, onClose }: { open: boolean; customer: Customer; onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ points: number; why: string }>();
  const adjusting = useSend(({ points, why }: { points: number; why: string }, key) => adjustPoints(customer.id, { id: uuidOf(key), points, why: why.trim() }), {
    renews: [['points', customer.id], ['customer', customer.id], ['timeline', customer.id]],
    done: ({ balance }) => t('customer.adjusted', { count: balance }),
    onDone: onClose,
  });
  return (
    <Modal open={open} title={t('customer.adjust')} okText={t('ui.save')} cancelText={t('ui.cancel')} confirmLoading={adjusting.isPending} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <SendFailure error={adjusting.error} />
      <Form form={form} layout="vertical" requiredMark={false} preserve={false} onFinish={(typed: { points: number; why: string }) => adjusting.mutate(typed)}>
        <Form.Item name="points" label={t('customer.adjustBy')} rules={[{ required: true, type: 'integer' }]}>
          <InputNumber className="wide" precision={0} min={-10_000_000} max={10_000_000} autoFocus />
        </Form.Item>
        <Form.Item name="why" label={t('customer.adjustWhy')} rules={[{ required: true, whitespace: true, min: 3, message: t('customer.revealWhyMissing') }]}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** 32 hexadecimal digits as a UUID. */
const uuidOf = (key: string): string => key.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
