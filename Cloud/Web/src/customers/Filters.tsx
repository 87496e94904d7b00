import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { listTags } from '../api/customers';
import { getLevels } from '../api/sales';

interface FilterProps {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

export const useTags = () => useQuery({ queryKey: ['tags'], queryFn: ({ signal }) => listTags(signal), staleTime: 30_000 });

export const useLevels = () => useQuery({ queryKey: ['levels'], queryFn: ({ signal }) => getLevels(signal), staleTime: 30_000 });

export function TagFilter({ value, onChange }: FilterProps) {
  const { t } = useTranslation();
  const tags = useTags();
  return (
    <Select<string>
      className="customers-filter"
      size="large"
      allowClear
      showSearch
      placeholder={t('customers.allTags')}
      aria-label={t('customers.tag')}
      value={value}
      onChange={(chosen: string | undefined) => onChange(chosen ?? null)}
      options={(tags.data?.tags ?? []).map(({ tag, customers }) => ({ value: tag, label: `${tag} (${customers})` }))}
    />
  );
}

export function LevelFilter({ value, onChange }: FilterProps) {
  const { t } = useTranslation();
  const levels = useLevels();
  const names = (levels.data?.levels ?? []).map(({ level }) => level).filter(Boolean);
  return (
    <Select<string>
      className="customers-filter"
      size="large"
      allowClear
      placeholder={t('customers.allLevels')}
      aria-label={t('customers.level')}
      value={value}
      onChange={(chosen: string | undefined) => onChange(chosen ?? null)}
      options={names.map((level) => ({ value: level, label: level }))}
    />
  );
}
