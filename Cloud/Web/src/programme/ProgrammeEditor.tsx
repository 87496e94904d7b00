import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import { previewProgramme, saveProgramme, type Programme, type ProgrammePreview } from '../api/sales';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';
import { LevelFields } from './LevelFields';
import { PointsFields } from './PointsFields';
import { mistakeOf } from './rules';

/** The rules to type, then their effect on everybody, and only then the button that lets them hold. */
export function ProgrammeEditor({ version, start, onClose }: { version: number; start: Programme; onClose: () => void }) {
  const { t } = useTranslation();
  const [programme, setProgramme] = useState(start);
  const previewing = useMutation({ mutationFn: (wanted: Programme) => previewProgramme(wanted) });
  const saving = useSend((wanted: Programme) => saveProgramme(version, wanted), {
    renews: [['programme'], ['levels'], ['customers']],
    done: (view) => t('programme.saved', { version: view.version }),
    onDone: onClose,
  });
  const change = (next: Programme) => {
    setProgramme(next);
    previewing.reset();
    saving.reset();
  };
  const mistake = mistakeOf(programme);
  const stale = saving.error instanceof ApiError && saving.error.failure === 'stale';
  return (
    <Drawer
      open
      onClose={onClose}
      size={760}
      title={t('programme.editor')}
      footer={
        <div className="form-foot editor-foot">
          {mistake && (
            <span className="editor-mistake" role="status">
              {t(`programme.m_${mistake.what}`)}
            </span>
          )}
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          {previewing.data ? (
            <Button type="primary" loading={saving.isPending} disabled={stale} onClick={() => saving.mutate(programme)}>
              {t('programme.save')}
            </Button>
          ) : (
            <Button type="primary" disabled={mistake !== null} loading={previewing.isPending} onClick={() => previewing.mutate(programme)}>
              {t('programme.preview')}
            </Button>
          )}
        </div>
      }
    >
      {stale ? <Alert type="warning" showIcon role="alert" title={t('programme.stale')} /> : <SendFailure error={previewing.error ?? saving.error} />}
      {previewing.data ? (
        <>
          <Effect preview={previewing.data} />
          <Button type="link" className="editor-back" onClick={() => previewing.reset()}>
            {t('programme.back')}
          </Button>
        </>
      ) : (
        <>
          <p className="quiet">{t('programme.editorHelp')}</p>
          <LevelFields programme={programme} onChange={change} />
          <PointsFields programme={programme} onChange={change} />
        </>
      )}
    </Drawer>
  );
}

function Effect({ preview: { levels, up, down } }: { preview: ProgrammePreview }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section aria-live="polite">
      <h3 className="section-title">{t('programme.previewTitle')}</h3>
      {up === 0 && down === 0 ? (
        <p>{t('programme.previewNone')}</p>
      ) : (
        <p className="marks">
          <span className="chip chip-good">▲ {t('programme.previewUp', { count: up })}</span>
          <span className="chip chip-warn">▼ {t('programme.previewDown', { count: down })}</span>
        </p>
      )}
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t('customers.level')}</th>
            <th className="end">{t('programme.previewNow')}</th>
            <th className="end">{t('programme.previewThen')}</th>
            <th className="end">±</th>
          </tr>
        </thead>
        <tbody>
          {levels.map(({ level, now, then }) => (
            <tr key={level}>
              <td>{level || t('programme.noLevel')}</td>
              <td className="end digits">{format.number(now)}</td>
              <td className="end digits">
                <b>{format.number(then)}</b>
              </td>
              <td className="end digits">{then === now ? '—' : `${then > now ? '+' : '\u2212'}${format.number(Math.abs(then - now))}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
