import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber, Select } from 'antd';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Programme } from '../api/sales';
import { replaced } from './rules';

/** How points and growth are earned, which stores know a member, and whose day it is. */
export function PointsFields({ programme, onChange }: { programme: Programme; onChange: (programme: Programme) => void }) {
  const { t } = useTranslation();
  const { points, growth, stores } = programme;
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <>
      <h3 className="section-title editor-title">{t('programme.points')}</h3>
      <div className="form-grid">
        <Whole label={t('programme.pointsFor')} value={points.points} min={0} onChange={(value) => onChange({ ...programme, points: { ...points, points: value } })} />
        <Yuan label={t('programme.perYuan')} fen={points.perFen} onChange={(perFen) => onChange({ ...programme, points: { ...points, perFen } })} />
        <Labelled label={t('programme.expireDays')}>
          {(id) => (
            <InputNumber id={id} className="wide" min={1} max={36_600} precision={0} value={points.expireDays} onChange={(expireDays) => onChange({ ...programme, points: { ...points, expireDays } })} />
          )}
        </Labelled>
      </div>
      <p className="quiet">{t('programme.categories')}</p>
      {points.categories.map((each, index) => {
        const set = (next: typeof each | null) => onChange({ ...programme, points: { ...points, categories: replaced(points.categories, index, next) } });
        return (
          <div className="rule-line" key={index}>
            <Input value={each.category} maxLength={40} placeholder={t('programme.categoryName')} aria-label={t('programme.categoryName')} onChange={(event) => set({ ...each, category: event.target.value })} />
            <InputNumber min={0} max={10_000} precision={0} suffix="%" aria-label={t('programme.percent')} value={each.percent} onChange={(percent) => percent !== null && set({ ...each, percent })} />
            <Button type="text" icon={<DeleteOutlined />} aria-label={t('programme.removeCategory')} onClick={() => set(null)} />
          </div>
        );
      })}
      <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => onChange({ ...programme, points: { ...points, categories: [...points.categories, { category: '', percent: 200 }] } })}>
        {t('programme.addCategory')}
      </Button>
      <h3 className="section-title editor-title">{t('programme.growthTitle')}</h3>
      <div className="form-grid">
        <Whole label={t('programme.growthFor')} value={growth.growth} min={0} onChange={(value) => onChange({ ...programme, growth: { ...growth, growth: value } })} />
        <Yuan label={t('programme.perYuan')} fen={growth.perFen} onChange={(perFen) => onChange({ ...programme, growth: { ...growth, perFen } })} />
        <Whole label={t('programme.perSale')} value={growth.perSale} min={0} onChange={(perSale) => onChange({ ...programme, growth: { ...growth, perSale } })} />
      </div>
      <h3 className="section-title editor-title">{t('programme.storesTitle')}</h3>
      <div className="form-grid">
        <Whole label={t('programme.months')} value={stores.months} min={1} onChange={(months) => onChange({ ...programme, stores: { ...stores, months } })} />
        <Labelled label={t('programme.unplaced')}>
          {(id) => (
            <Select<'everywhere' | 'nowhere'>
              id={id}
              className="wide"
              value={stores.unplaced}
              onChange={(unplaced) => onChange({ ...programme, stores: { ...stores, unplaced } })}
              options={(['everywhere', 'nowhere'] as const).map((value) => ({ value, label: t(`programme.u_${value}`) }))}
            />
          )}
        </Labelled>
        <Labelled label={t('programme.timeZone')}>
          {(id) => (
            <Select<string>
              id={id}
              className="wide"
              showSearch
              value={programme.timeZone}
              onChange={(timeZone) => onChange({ ...programme, timeZone })}
              options={[...new Set([programme.timeZone, ...zones])].map((value) => ({ value, label: value }))}
            />
          )}
        </Labelled>
      </div>
    </>
  );
}

function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="labelled">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

interface NumberProps {
  readonly label: string;
  readonly onChange: (value: number) => void;
}

const Whole = ({ label, value, min, onChange }: NumberProps & { value: number; min: number }) => (
  <Labelled label={label}>{(id) => <InputNumber id={id} className="wide" min={min} max={1_000_000} precision={0} value={value} onChange={(typed) => typed !== null && onChange(typed)} />}</Labelled>
);

const Yuan = ({ label, fen, onChange }: NumberProps & { fen: number }) => (
  <Labelled label={label}>
    {(id) => <InputNumber id={id} className="wide" min={0.01} max={1_000_000} precision={2} prefix="¥" value={fen / 100} onChange={(typed) => typed !== null && onChange(Math.round(typed * 100))} />}
  </Labelled>
);
