import { MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, InputNumber, Space } from 'antd';
import { useCallback, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../app/Preferences';
import { parseQuantity } from '../i18n/format';
import { useFormat } from './useFormat';

/** The word behind a quantity: pieces, kilograms or jin. */
export function useUnit(): (unit: string) => string {
  const { t } = useTranslation();
  const { weight } = usePreferences();
  return useCallback((unit) => (unit === 'gram' ? t(`ui.${weight}`) : t('ui.pieces')), [t, weight]);
}

/** A quantity within a sentence: weights with their unit, pieces as a number. */
export function useQuantityText(): (quantity: number, unit: string) => string {
  const format = useFormat();
  const word = useUnit();
  return useCallback((quantity, unit) => (unit === 'gram' ? `${format.quantity(quantity, unit)} ${word(unit)}` : format.quantity(quantity, unit)), [format, word]);
}

interface QuantityProps {
  readonly value: number | null | undefined;
  readonly unit: string;
  /** Without the unit's word, as in a column that is all pieces. */
  readonly bare?: boolean;
  readonly signed?: boolean;
}

/** A quantity in its product's unit: pieces, or grams as the reader likes weights. */
export function Quantity({ value, unit, bare = false, signed = false }: QuantityProps) {
  const format = useFormat();
  const word = useUnit();
  if (value === null || value === undefined) {
    return <span className="quiet">—</span>;
  }

  return (
    <span className={`digits nowrap ${value < 0 ? 'below-zero' : ''}`}>
      {signed && value > 0 ? '+' : ''}
      {format.quantity(value, unit)}
      {(!bare || unit === 'gram') && <small className="quiet"> {word(unit)}</small>}
    </span>
  );
}

interface QuantityFieldProps {
  readonly value: number | null;
  readonly unit: string;
  readonly label: string;
  readonly onChange: (value: number | null) => void;
  readonly disabled?: boolean;
  /** Large, with a button for one fewer and one more: for a thumb. */
  readonly steps?: boolean;
  /** Hands over what was typed once it is whole, at Enter or on leaving: for what is sent at once. */
  readonly whole?: boolean;
}

/** Takes a quantity in the product's unit, 0 or more. */
export function QuantityField({ value, unit, label, onChange, disabled = false, steps = false, whole = false }: QuantityFieldProps) {
  const { t } = useTranslation();
  const { weight } = usePreferences();
  const word = useUnit();
  const id = useId();
  const perStep = unit === 'gram' ? 100 : 1;
  const shown = value === null ? null : unit === 'gram' ? value / (weight === 'kg' ? 1_000 : 500) : value;
  const [typed, setTyped] = useState<{ readonly now: number | null; readonly before: number | null } | null>(null);
  const handOver = (now: number | null) => onChange(now === null ? null : parseQuantity(String(now), unit, weight));
  const type = (now: number | null) => {
    if (!whole) {
      handOver(now);
      return;
    }

    // A scan into the field is taken out again: then nothing was typed.
    const before = typed === null ? shown : typed.before;
    setTyped(now === before ? null : { now, before });
  };
  const settle = () => {
    if (typed !== null) {
      setTyped(null);
      handOver(typed.now);
    }
  };
  const field = (
    <InputNumber
      id={id}
      aria-label={`${label} (${word(unit)})`}
      min={0}
      max={9_999_999}
      precision={unit === 'gram' ? 3 : 0}
      controls={false}
      disabled={disabled}
      size={steps ? 'large' : 'middle'}
      inputMode={unit === 'gram' ? 'decimal' : 'numeric'}
      value={typed === null ? shown : typed.now}
      onChange={type}
      onBlur={settle}
      onPressEnter={settle}
      onFocus={(event) => event.target.select()}
      suffix={<span className="quiet">{word(unit)}</span>}
    />
  );
  if (!steps) {
    return field;
  }

  return (
    <Space.Compact className="quantity-steps">
      <Button size="large" disabled={disabled || (value ?? 0) < perStep} aria-label={`${t('ui.fewer')}: ${label}`} icon={<MinusOutlined />} onClick={() => onChange((value ?? 0) - perStep)} />
      {field}
      <Button size="large" disabled={disabled} aria-label={`${t('ui.oneMore')}: ${label}`} icon={<PlusOutlined />} onClick={() => onChange((value ?? 0) + perStep)} />
    </Space.Compact>
  );
}
