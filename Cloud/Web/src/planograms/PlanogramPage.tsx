import { PlusOutlined, SendOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { getPlanogram, listPlanogramVersions, putPlanogram, type GatewayPlanogram, type PlanogramView } from '../api/orders';
import { useStoreName } from '../app/MyStore';
import { useMay } from '../session/session';
import { Ago } from '../ui/Ago';
import { Loading, loadedOf } from '../ui/Loading';
import { PageHead } from '../ui/PageHead';
import { SendFailure } from '../ui/SendFailure';
import { newKey, useSend } from '../ui/useSend';
import { AppliedMark } from './AppliedMark';
import { draftOf, mistakesIn, planogramOf, type DraftPlate, type Mistake } from './draft';
import { PlateEditor } from './PlateEditor';
import './planograms.css';

const pollMs = 3_000;

/** What lies on which plate of a gateway: edited here, put in force there, and how far that is. */
export default function PlanogramPage() {
  const { t } = useTranslation();
  const { store = '', gateway = '' } = useParams();
  const nameOf = useStoreName();
  const view = useQuery({
    queryKey: ['planogram', store, gateway],
    queryFn: ({ signal }) => getPlanogram(store, gateway, signal),
    staleTime: 0,
    // While it is on its way, its arrival is worth waiting for.
    refetchInterval: ({ state }) => (state.data?.applied === 'pending' ? pollMs : false),
  });
  return (
    <>
      <PageHead
        title={gateway}
        lead={`${nameOf(store)} · ${t('planograms.lead')}`}
        back={{ to: `/planograms?store=${encodeURIComponent(store)}`, label: t('planograms.title') }}
        mark={view.data?.planogram && <AppliedMark view={view.data} />}
        loaded={loadedOf(view)}
      />
      <Loading query={view} label={t('planograms.loadingOne')}>
        {(data) => <Editor view={data} key={data.etag} />}
      </Loading>
    </>
  );
}

function Editor({ view }: { view: PlanogramView }) {
  const { t } = useTranslation();
  const editable = useMay()('editPlanograms');
  const [draft, setDraft] = useState<readonly DraftPlate[]>(() => draftOf(view.planogram));
  const [touched, setTouched] = useState(false);
  const mistakes = mistakesIn(draft);
  const saving = useSend((planogram: GatewayPlanogram | null) => putPlanogram(view.store, view.gateway, planogram, view.etag), {
    renews: [['planogram', view.store, view.gateway], ['planograms', view.store]],
    done: () => t('planograms.savedDone'),
  });
  const change = (next: readonly DraftPlate[]) => {
    setTouched(true);
    setDraft(next);
  };
  const add = (plate: string) => change([...draft, { key: newKey(), plate, capacity: null, items: [], kept: {} }]);
  const free = view.plates.filter((plate) => !draft.some((each) => each.plate === plate)).sort((left, right) => left.localeCompare(right, undefined, { numeric: true }));
  return (
    <>
      <Said view={view} />
      <div className="plate-editors">
        {draft.map((plate) => (
          <PlateEditor
            key={plate.key}
            plate={plate}
            editable={editable}
            onChange={(next) => change(draft.map((each) => (each.key === plate.key ? next : each)))}
            onRemove={() => change(draft.filter((each) => each.key !== plate.key))}
          />
        ))}
        {draft.length === 0 && <p className="quiet">{t('planograms.none')}</p>}
      </div>
      {editable && (
        <div className="panel-actions">
          {free.map((plate) => (
            <Button key={plate} icon={<PlusOutlined />} onClick={() => add(plate)}>
              {t('place.plate', { name: plate })}
            </Button>
          ))}
          <Button type="dashed" icon={<PlusOutlined />} onClick={() => add('')}>
            {t('planograms.addPlate')}
          </Button>
        </div>
      )}
      <Versions view={view} onBring={(planogram) => change(draftOf(planogram))} />
      {editable && (
        <>
          {touched && mistakes.length > 0 && <Mistakes mistakes={mistakes} />}
          <SendFailure error={saving.error} />
          <div className="action-bar">
            <p className="quiet">{touched && t('planograms.unsaved')}</p>
            {view.planogram !== null && (
              <Popconfirm title={t('planograms.takeBackAsk')} okText={t('planograms.takeBack')} cancelText={t('ui.cancel')} onConfirm={() => saving.mutate(null)}>
                <Button size="large" type="text" danger>
                  {t('planograms.takeBack')}
                </Button>
              </Popconfirm>
            )}
            <Button type="primary" size="large" icon={<SendOutlined />} loading={saving.isPending} disabled={!touched || mistakes.length > 0 || draft.length === 0} onClick={() => saving.mutate(planogramOf(draft))}>
              {t('planograms.save')}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

function Said({ view }: { view: PlanogramView }) {
  const { t } = useTranslation();
  if (view.planogram === null) {
    return null;
  }

  return (
    <>
      {(view.applied === 'refused' || view.applied === 'rolled_back') && (
        <Alert
          className="planogram-said"
          type="error"
          showIcon
          title={t(`planograms.applied_${view.applied}`)}
          description={
            <>
              <p>{t(view.applied === 'refused' ? 'planograms.refusedHelp' : 'planograms.rolledBackHelp')}</p>
              <ul className="why">
                {view.said.map(({ path, message }) => (
                  <li key={path + message}>
                    <span className="mono">{path}</span> {message}
                  </li>
                ))}
              </ul>
            </>
          }
        />
      )}
      {view.applied === 'pending' && <Alert className="planogram-said" type="info" showIcon title={t('planograms.applied_pending')} description={t('planograms.pendingHelp')} />}
      <p className="quiet planogram-said">
        {view.who !== null && t('planograms.savedBy', { who: view.who })} <Ago at={view.at} empty="" />
      </p>
    </>
  );
}

function Mistakes({ mistakes }: { mistakes: readonly Mistake[] }) {
  const { t } = useTranslation();
  const words = (mistake: Mistake): string => {
    switch (mistake.kind) {
      case 'plate':
        return t('planograms.mistake_plate', { number: mistake.number });
      case 'twice':
      case 'goods':
      case 'many':
        return t(`planograms.mistake_${mistake.kind}`, { plate: mistake.plate });
      case 'weight':
      case 'restored':
        return t(`planograms.mistake_${mistake.kind}`, { plate: mistake.plate, sku: mistake.sku });
    }
  };
  return (
    <Alert
      className="planogram-said"
      type="warning"
      showIcon
      title={t('planograms.mistakes')}
      description={
        <ul className="why">
          {mistakes.map((mistake) => (
            <li key={words(mistake)}>{words(mistake)}</li>
          ))}
        </ul>
      }
    />
  );
}

function Versions({ view, onBring }: { view: PlanogramView; onBring: (planogram: GatewayPlanogram) => void }) {
  const { t } = useTranslation();
  const editable = useMay()('editPlanograms');
  const versions = useQuery({ queryKey: ['planogram', view.store, view.gateway, 'versions'], queryFn: ({ signal }) => listPlanogramVersions(view.store, view.gateway, signal), staleTime: 0 });
  const rows = versions.data ?? [];
  return rows.length === 0 ? null : (
    <details className="panel planogram-versions">
      <summary>{t('planograms.versions')}</summary>
      <ul>
        {rows.map(({ version, at, who, applied, planogram }) => (
          <li key={version + at}>
            <span className="who">
              <strong>{version}</strong>
              <span className="quiet">
                {who} · <Ago at={at} empty="" />
              </span>
            </span>
            <AppliedMark view={{ applied }} />
            {editable && planogram !== null && (
              <Button size="small" onClick={() => onBring(planogram)}>
                {t('planograms.bringBack')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
