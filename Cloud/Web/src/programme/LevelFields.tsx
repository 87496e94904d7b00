import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Level, LevelRule, Programme } from '../api/sales';
import { firstRule, replaced, swapped, windowOf, withKind, withWindow, type RuleKind, type RuleWindow } from './rules';

const kinds: readonly RuleKind[] = ['spend', 'growth', 'paid'];
const windows: readonly RuleWindow[] = ['rolling', 'calendar', 'calendarLast'];

/** The levels from the lowest to the highest, each with its rules. */
export function LevelFields({ programme, onChange }: { programme: Programme; onChange: (programme: Programme) => void }) {
  const { t } = useTranslation();
  const { levels } = programme;
  const set = (index: number, level: Level | null) => onChange({ ...programme, levels: replaced(levels, index, level) });
  return (
    <section className="level-fields">
      {levels.map((level, index) => (
        // The place is what a level is known by while its name is being typed.
        <fieldset className="panel" key={index}>
          <div className="level-line">
            <Input value={level.name} maxLength={40} placeholder={t('programme.levelName')} aria-label={t('programme.levelName')} onChange={(event) => set(index, { ...level, name: event.target.value })} />
            <Checkbox checked={level.everywhere} onChange={(event) => set(index, { ...level, everywhere: event.target.checked })}>
              {t('programme.levelEverywhere')}
            </Checkbox>
            <span className="push" />
            <Button type="text" icon={<ArrowUpOutlined />} disabled={index === 0} aria-label={t('programme.up', { name: level.name })} onClick={() => onChange({ ...programme, levels: swapped(levels, index, -1) })} />
            <Button
              type="text"
              icon={<ArrowDownOutlined />}
              disabled={index === levels.length - 1}
              aria-label={t('programme.down', { name: level.name })}
              onClick={() => onChange({ ...programme, levels: swapped(levels, index, 1) })}
            />
            <Button type="text" danger icon={<DeleteOutlined />} aria-label={t('programme.removeLevel', { name: level.name })} onClick={() => set(index, null)} />
          </div>
          {level.rules.map((rule, at) => (
            <RuleFields key={at} rule={rule} onChange={(next) => set(index, { ...level, rules: replaced(level.rules, at, next) })} />
          ))}
          <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => set(index, { ...level, rules: [...level.rules, firstRule] })}>
            {t('programme.addRule')}
          </Button>
        </fieldset>
      ))}
      <Button type="dashed" block icon={<PlusOutlined />} onClick={() => onChange({ ...programme, levels: [...levels, { name: '', everywhere: false, rules: [firstRule] }] })}>
        {t('programme.addLevel')}
      </Button>
    </section>
  );
}

function RuleFields({ rule, onChange }: { rule: LevelRule; onChange: (rule: LevelRule | null) => void }) {
  const { t } = useTranslation();
  return (
    <div className="rule-line">
      <Select<RuleKind> aria-label={t('programme.ruleKind')} value={rule.kind} onChange={(kind) => onChange(withKind(rule, kind))} options={kinds.map((value) => ({ value, label: t(`programme.k_${value}`) }))} />
      {rule.kind === 'paid' ? (
        <Input className="mono" value={rule.sku} maxLength={64} placeholder={t('programme.sku')} aria-label={t('programme.sku')} onChange={(event) => onChange({ ...rule, sku: event.target.value })} />
      ) : (
        <>
          <InputNumber
            aria-label={t('programme.least')}
            min={rule.kind === 'spend' ? 0.01 : 1}
            precision={rule.kind === 'spend' ? 2 : 0}
            {...(rule.kind === 'spend' ? { prefix: '¥' } : {})}
            value={rule.kind === 'spend' ? rule.least / 100 : rule.least}
            onChange={(typed) => typed !== null && onChange({ ...rule, least: rule.kind === 'spend' ? Math.round(typed * 100) : typed })}
          />
          <Select<RuleWindow>
            aria-label={t('programme.window')}
            value={windowOf(rule)}
            onChange={(window) => onChange(withWindow(rule, window))}
            options={windows.map((value) => ({ value, label: t(`programme.w_${value}`) }))}
          />
        </>
      )}
      {(rule.kind === 'paid' || rule.window === 'rolling') && (
        <InputNumber
          className="rule-days"
          aria-label={t('programme.daysLabel')}
          min={1}
          max={3_660}
          precision={0}
          suffix={<span className="quiet">{t('programme.daysLabel')}</span>}
          value={rule.days}
          onChange={(typed) => typed !== null && onChange({ ...rule, days: typed })}
        />
      )}
      <Button type="text" icon={<DeleteOutlined />} aria-label={t('programme.removeRule')} onClick={() => onChange(null)} />
    </div>
  );
}
