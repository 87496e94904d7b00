import { DownloadOutlined, UndoOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Popconfirm, Progress } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { applyImport, getImport, refusedPath, undoImport, type ImportView } from '../api/imports';
import { Loading } from '../ui/Loading';
import { PageHead } from '../ui/PageHead';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';
import './imports.css';
import { ImportMapping } from './ImportMapping';
import { ImportRows } from './ImportRows';
import { ImportMark } from './ImportsPage';
import { changesOf, isMoving } from './importState';

const pollMs = 700;

/** One import: what is what, what would happen row by row, and the buttons that do it and take it back. */
export default function ImportPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const queryClient = useQueryClient();
  const one = useQuery({
    queryKey: ['import', id],
    queryFn: ({ signal }) => getImport(id, signal),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data && isMoving(query.state.data) ? pollMs : false),
  });
  const state = one.data?.state;
  const before = useRef(state);
  useEffect(() => {
    if (before.current !== state) {
      before.current = state;
      [['import-rows', id], ['imports'], ['customers'], ['tags']].forEach((queryKey) => void queryClient.invalidateQueries({ queryKey }));
    }
  }, [state, id, queryClient]);
  return (
    <Loading query={one} label={t('imports.oneLoading')} extra={<Link to="/imports">{t('imports.back')}</Link>}>
      {(known) => <Known view={known} />}
    </Loading>
  );
}

function Known({ view }: { view: ImportView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const renews = [['import', view.id], ['imports']];
  const applying = useSend(() => applyImport(view.id), { renews });
  const undoing = useSend(() => undoImport(view.id), { renews });
  const counts = [
    ['new', view.created, 'good'],
    ['updated', view.updated, 'accent'],
    ['same', view.same, 'none'],
    ['refused', view.refused, view.refused > 0 ? 'bad' : 'none'],
  ] as const;
  const changes = changesOf(view);
  return (
    <>
      <PageHead
        title={view.name}
        back={{ to: '/imports', label: t('imports.back') }}
        lead={t('imports.format', { format: view.format })}
        mark={<ImportMark state={view.state} />}
        actions={
          view.state === 'applied' && (
            <Popconfirm title={t('imports.undoAsk', { name: view.name })} description={<p className="import-ask">{t('imports.undoHelp')}</p>} okText={t('imports.undo')} cancelText={t('ui.cancel')} onConfirm={() => undoing.mutate(undefined)}>
              <Button icon={<UndoOutlined />} loading={undoing.isPending}>
                {t('imports.undo')}
              </Button>
            </Popconfirm>
          )
        }
      />
      <SendFailure error={applying.error ?? undoing.error} />
      {view.state === 'failed' && <Alert className="import-mistake" type="error" showIcon role="alert" title={t('imports.s_failed')} description={view.said} />}
      {view.state === 'undone' && <Alert className="import-mistake" type="info" showIcon title={t('imports.undoneWords', { undone: view.undone, kept: view.kept })} />}
      {isMoving(view) && (
        <div className="panel pad import-progress" role="status">
          <Progress percent={view.rows === 0 ? 0 : Math.floor((100 * view.done) / view.rows)} status="active" aria-label={t(`imports.s_${view.state}`)} />
          <p className="quiet">
            {t(`imports.s_${view.state}`)} · {t('imports.progress', { done: format.number(view.done), rows: format.number(view.rows) })}
          </p>
        </div>
      )}
      <section className="summary import-summary" aria-label={t('imports.result')}>
        {counts.map(([outcome, count, tone]) => (
          <div className={`panel tile import-${tone}`} key={outcome}>
            <h2>{t(`imports.o_${outcome}`)}</h2>
            <p className="figure">{format.number(count)}</p>
          </div>
        ))}
      </section>
      {view.state === 'ready' && <ImportMapping view={view} />}
      {view.refused > 0 && (
        <div className="import-refused">
          <Button icon={<DownloadOutlined />} href={refusedPath(view.id)} download>
            {t('imports.refusedFile')}
          </Button>
          <span className="quiet">{t('imports.refusedHelp')}</span>
        </div>
      )}
      {view.state !== 'checking' && <ImportRows view={view} />}
      {view.state === 'ready' && (
        <div className="action-bar">
          <Button type="primary" size="large" disabled={changes === 0} loading={applying.isPending} onClick={() => applying.mutate(undefined)}>
            {changes === 0 ? t('imports.applyNone') : t('imports.apply', { count: changes })}
          </Button>
        </div>
      )}
    </>
  );
}
