import { Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { editImport, importFields, type ImportView } from '../api/imports';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { withField } from './importState';

type Change = Parameters<typeof editImport>[1];

/** Which column is which field, and how the rows are taken; every change is checked at once. */
export function ImportMapping({ view }: { view: ImportView }) {
  const { t } = useTranslation();
  const editing = useSend((change: Change) => editImport(view.id, change), { renews: [['import', view.id], ['import-rows', view.id]] });
  const [tag, setTag] = useState(view.options.tag ?? '');
  const options = view.headers.map((header, column) => ({ value: column, label: header || `${column + 1}` }));
  return (
    <section className="panel pad import-mapping">
      <h2 className="section-title">{t('imports.mapping')}</h2>
      <p className="quiet">{t('imports.mappingHelp')}</p>
      <SendFailure error={editing.error} />
      <div className="mapping-grid">
        {importFields.map((field) => (
          <div className="labelled" key={field}>
            <label htmlFor={`map-${field}`}>{t(`imports.f_${field}`)}</label>
            <Select<number>
              id={`map-${field}`}
              className="wide"
              allowClear
              placeholder={t('imports.notThere')}
              disabled={editing.isPending}
              value={view.mapping[field] ?? null}
              onChange={(column: number | undefined) => editing.mutate({ mapping: withField(view.mapping, field, column ?? null) })}
              options={options}
            />
          </div>
        ))}
      </div>
      <h2 className="section-title">{t('imports.options')}</h2>
      <div className="import-options">
        <Checkbox checked={view.options.join} disabled={editing.isPending} onChange={(event) => editing.mutate({ options: { ...view.options, join: event.target.checked } })}>
          {t('imports.join')}
        </Checkbox>
        <Checkbox checked={view.options.overwrite} disabled={editing.isPending} onChange={(event) => editing.mutate({ options: { ...view.options, overwrite: event.target.checked } })}>
          {t('imports.overwrite')}
        </Checkbox>
        <div className="labelled">
          <label htmlFor="import-tag">{t('imports.tag')}</label>
          <Input
            id="import-tag"
            maxLength={40}
            value={tag}
            placeholder={t('imports.tagHelp')}
            onChange={(event) => setTag(event.target.value)}
            onBlur={() => tag.trim() !== (view.options.tag ?? '') && editing.mutate({ options: { ...view.options, tag: tag.trim() === '' ? null : tag.trim() } })}
          />
        </div>
      </div>
    </section>
  );
}
