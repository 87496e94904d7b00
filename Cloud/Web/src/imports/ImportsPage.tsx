import { FileExcelOutlined, InboxOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { listImports, startImport, type ImportView } from '../api/imports';
import { Ago } from '../ui/Ago';
import { KeysetList } from '../ui/KeysetList';
import { useKeyset } from '../ui/keyset';
import { Mark } from '../ui/Mark';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import './imports.css';
import { importTones, mistakeOfFile } from './importState';

const importPath = (id: string) => `/imports/${encodeURIComponent(id)}`;

/** Takes a list of customers, and shows those that were taken before. */
export default function ImportsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [mistake, setMistake] = useState<'tooLarge' | 'wrongKind' | null>(null);
  const sending = useMutation({
    mutationFn: startImport,
    onSuccess: (made) => {
      queryClient.setQueryData(['import', made.id], made);
      void navigate(importPath(made.id));
    },
  });
  const list = useKeyset(['imports'], async (after, signal) => {
    const page = await listImports(after, signal);
    return { rows: page.imports, next: page.next };
  });
  const take = (file: File) => {
    const wrong = mistakeOfFile(file);
    setMistake(wrong);
    if (wrong === null) {
      sending.mutate(file);
    }

    return false;
  };
  return (
    <>
      <PageHead title={t('imports.title')} lead={t('imports.lead')} back={{ to: '/customers', label: t('customer.back') }} loaded={{ at: list.loadedAt, busy: list.isFetching, onRefresh: list.refresh }} />
      <Upload.Dragger className="import-drop" accept=".csv,.txt,.tsv,.xlsx" showUploadList={false} disabled={sending.isPending} beforeUpload={take}>
        <p className="import-drop-icon" aria-hidden>
          <InboxOutlined />
        </p>
        <p>
          <b>{sending.isPending ? t('imports.sending', { name: sending.variables.name }) : t('imports.drop')}</b>
        </p>
        <p className="quiet">{t('imports.dropHelp')}</p>
      </Upload.Dragger>
      {mistake !== null && <Alert className="import-mistake" type="error" showIcon role="alert" title={t(`imports.${mistake}`)} />}
      <SendFailure error={sending.error} title={t('imports.failed')} />
      <div className="section-head">
        <h2>{t('imports.earlier')}</h2>
      </div>
      <KeysetList
        list={list}
        rowKey={({ id }) => id}
        label={t('imports.earlier')}
        to={({ id }) => importPath(id)}
        columns={[
          {
            title: t('imports.file'),
            key: 'file',
            render: (_, { id, name }) => (
              <Link to={importPath(id)}>
                <FileExcelOutlined aria-hidden /> {name}
              </Link>
            ),
          },
          { title: t('ui.state'), key: 'state', render: (_, { state }) => <ImportMark state={state} /> },
          { title: t('imports.rows'), key: 'rows', align: 'end', render: (_, { rows }) => format.number(rows) },
          { title: t('imports.result'), key: 'result', render: (_, row) => t('imports.resultWords', resultOf(row)) },
          { title: t('imports.by'), key: 'who', render: (_, { who }) => who },
          { title: t('imports.when'), key: 'when', render: (_, { createdAt }) => <Ago at={createdAt} empty="" /> },
        ]}
        card={(row) => (
          <>
            <div className="card-head">
              <div className="who">
                <Link className="card-link" to={importPath(row.id)}>
                  {row.name}
                </Link>
                <span className="quiet">
                  {row.who} · <Ago at={row.createdAt} empty="" />
                </span>
              </div>
              <ImportMark state={row.state} />
            </div>
            <p className="quiet">{t('imports.resultWords', resultOf(row))}</p>
          </>
        )}
        empty={<Notice icon={<FileExcelOutlined />} title={t('imports.empty')} help={t('imports.emptyHelp')} />}
      />
    </>
  );
}

const resultOf = ({ created, updated, refused }: ImportView) => ({ created, updated, refused });

export function ImportMark({ state }: { state: ImportView['state'] }) {
  const { t } = useTranslation();
  return <Mark tone={importTones[state]}>{t(`imports.s_${state}`)}</Mark>;
}
