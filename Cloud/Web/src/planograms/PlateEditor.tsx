import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProductPicker } from '../goods/ProductPicker';
import { mostItems, type DraftItem, type DraftPlate } from './draft';

interface PlateEditorProps {
  readonly plate: DraftPlate;
  readonly editable: boolean;
  readonly onChange: (plate: DraftPlate) => void;
  readonly onRemove: () => void;
}

/** A guess for a new product: most packs vary by about one part in a hundred. */
const sigmaOf = (unit: number) => Math.max(0.5, Math.round(unit) / 100);

export function PlateEditor({ plate, editable, onChange, onRemove }: PlateEditorProps) {
  const { t } = useTranslation();
  const setItem = (sku: string, change: Partial<DraftItem>) => onChange({ ...plate, items: plate.items.map((item) => (item.sku === sku ? { ...item, ...change } : item)) });
  return (
    <section className="panel plate-editor" aria-label={t('place.plate', { name: plate.plate })}>
      <header>
        <label>
          <span className="quiet">{t('planograms.plateName')}</span>
          <Input value={plate.plate} maxLength={64} disabled={!editable} onChange={(event) => onChange({ ...plate, plate: event.target.value })} />
        </label>
        <label>
          <span className="quiet">{t('planograms.capacity')}</span>
          <InputNumber min={1} value={plate.capacity} disabled={!editable} onChange={(capacity) => onChange({ ...plate, capacity })} />
        </label>
        {editable && (
          <Button type="text" danger icon={<DeleteOutlined />} className="push" onClick={onRemove}>
            {t('planograms.removePlate')}
          </Button>
        )}
      </header>
      {plate.items.map((item) => (
        <ItemEditor key={item.sku} item={item} plate={plate.plate} editable={editable} onChange={(change) => setItem(item.sku, change)} onRemove={() => onChange({ ...plate, items: plate.items.filter(({ sku }) => sku !== item.sku) })} />
      ))}
      {editable && plate.items.length < mostItems && (
        <ProductPicker
          except={plate.items.map(({ sku }) => sku)}
          onPick={({ sku, name }) => onChange({ ...plate, items: [...plate.items, { sku, name, unit: null, sigma: null, pack: null, low: null, restored: null }] })}
        />
      )}
    </section>
  );
}

interface ItemEditorProps {
  readonly item: DraftItem;
  readonly plate: string;
  readonly editable: boolean;
  readonly onChange: (change: Partial<DraftItem>) => void;
  readonly onRemove: () => void;
}

function ItemEditor({ item, plate, editable, onChange, onRemove }: ItemEditorProps) {
  const { t } = useTranslation();
  const fields: readonly { readonly member: 'unit' | 'sigma' | 'pack' | 'low' | 'restored'; readonly whole: boolean; readonly least: number }[] = [
    { member: 'unit', whole: false, least: 0 },
    { member: 'sigma', whole: false, least: 0 },
    { member: 'pack', whole: true, least: 1 },
    { member: 'low', whole: true, least: 0 },
    { member: 'restored', whole: true, least: 1 },
  ];
  return (
    <div className="plate-item" role="group" aria-label={`${item.name || item.sku}, ${plate}`}>
      <span className="who">
        <strong>{item.name || item.sku}</strong>
        <span className="quiet mono">{item.sku}</span>
      </span>
      {fields.map(({ member, whole, least }) => (
        <label key={member}>
          <span className="quiet">{t(`planograms.${member}`)}</span>
          <InputNumber
            min={least}
            {...(whole && { precision: 0 })}
            controls={false}
            disabled={!editable || (member === 'restored' && item.low === null)}
            value={item[member]}
            onChange={(value) => onChange({ [member]: value })}
            onBlur={() => member === 'unit' && item.unit !== null && item.sigma === null && onChange({ sigma: sigmaOf(item.unit) })}
          />
        </label>
      ))}
      {editable && <Button type="text" icon={<DeleteOutlined />} aria-label={`${t('planograms.removeGoods')}: ${item.name || item.sku}`} onClick={onRemove} />}
    </div>
  );
}
