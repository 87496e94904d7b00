import { SearchOutlined } from '@ant-design/icons';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listImportRows, type ImportRow, type ImportView, type RowOutcome } from '../api/imports';
import { KeysetList } from '../ui/KeysetList';
import { useKeyset } from '../ui/keyset';
import { Mark, type Tone } from '../ui/Mark';
import { Notice } from '../ui/Notice';
import { wordsOf } from './importState';

const outcomes: readonly RowOutcome[] = ['refused', 'new', 'updated', 'same'];
const tones: Record<RowOutcome, Tone> = { new: 'good', updated: 'good', same: 'none', refused: 'bad' };

/** The rows of a file as they were read, what becomes of each, and why one is refused. */
export function ImportRows({ view }: { view: ImportView }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<RowOutcome | null>(null);
  const list = useKeyset(['import-rows', view.id, outcome], async (after, signal) => listImportRows(view.id, outcome, after, signal));
  const shown = view.headers.map((header, column) => ({ header: header || `${column + 1}`, column }));
  return (
    <section>
      <div className="section-head">
        <h2>{t('imports.preview')}</h2>
        <Segmented<RowOutcome | ''>
          aria-label={t('imports.preview')}
          value={outcome ?? ''}
          onChange={(chosen) => setOutcome(chosen === '' ? null : chosen)}
          options={[{ value: '', label: t('imports.all') }, ...outcomes.map((value) => ({ value, label: t(`imports.o_${value}`) }))]}
        />
      </div>
      <KeysetList
        list={list}
        rowKey={({ row }) => String(row)}
        label={t('imports.preview')}
        tone={(row) => (row.outcome === 'refused' ? 'row-bad' : '')}
        columns={[
          { title: t('imports.row'), key: 'row', align: 'end', render: (_, { row }) => <span className="quiet digits">{row}</span> },
          { title: t('imports.outcome'), key: 'outcome', render: (_, row) => <Outcome row={row} /> },
          ...shown.map(({ header, column }) => ({ title: header, key: `c${column}`, render: (_: unknown, { cells }: ImportRow) => <span className="import-cell">{cells[column] ?? ''}</span> })),
          { title: t('imports.mistakes'), key: 'mistakes', render: (_, row) => <Mistakes row={row} /> },
        ]}
        card={(row) => (
          <>
            <div className="card-head">
              <span className="quiet digits">
                {t('imports.row')} {row.row}
              </span>
              <span className="push" />
              <Outcome row={row} />
            </div>
            <p className="breaks">{row.cells.filter(Boolean).join(' · ')}</p>
            <Mistakes row={row} />
          </>
        )}
        empty={<Notice icon={<SearchOutlined />} title={t('imports.noRows')} help={t('imports.noRowsHelp')} />}
      />
    </section>
  );
}

function Outcome({ row }: { row: ImportRow }) {
  const { t } = useTranslation();
  if (row.outcome === null) {
    return <span className="quiet">…</span>;
  }

  const mark = <Mark tone={tones[row.outcome]}>{t(`imports.o_${row.outcome}`)}</Mark>;
  return row.customer === null ? mark : <Link to={`/customers/${encodeURIComponent(row.customer)}`}>{mark}</Link>;
}

function Mistakes({ row }: { row: ImportRow }) {
  const { t } = useTranslation();
  return row.mistakes.length === 0 ? null : (
    <ul className="import-mistakes">
      {row.mistakes.map((mistake) => (
        <li key={`${mistake.column} ${mistake.expected}`}>{wordsOf(mistake, t)}</li>
      ))}
    </ul>
  );
}
