import { CrownOutlined, EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { getLevels, getProgramme, type LevelCounts, type ProgrammeView } from '../api/sales';
import { LevelMark } from '../customers/LevelMark';
import '../customer/customer.css';
import { useMay } from '../session/session';
import { Ago } from '../ui/Ago';
import { Evidence } from '../ui/Evidence';
import { Loading, loadedOf } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { useFormat } from '../ui/useFormat';
import './programme.css';
import { ProgrammeEditor } from './ProgrammeEditor';
import { firstProgramme } from './rules';
import { useReasonWords } from './useReasonWords';
import { useRuleWords } from './useRuleWords';

/** The members by level, how levels changed of late, and the rules behind them. */
export default function ProgrammePage() {
  const { t } = useTranslation();
  const may = useMay()('editProgramme');
  const levels = useQuery({ queryKey: ['levels'], queryFn: ({ signal }) => getLevels(signal), staleTime: 0 });
  const rules = useQuery({ queryKey: ['programme'], queryFn: ({ signal }) => getProgramme(signal), staleTime: 0 });
  const [editing, setEditing] = useState<ProgrammeView | null>(null);
  const edit = () => rules.data && setEditing(rules.data);
  return (
    <>
      <PageHead
        title={t('programme.title')}
        lead={t('programme.lead')}
        loaded={loadedOf(levels)}
        actions={
          may &&
          rules.data && (
            <Button type="primary" icon={<EditOutlined />} onClick={edit}>
              {t(rules.data.version === 0 ? 'programme.start' : 'programme.edit')}
            </Button>
          )
        }
      />
      <Loading query={levels} label={t('programme.loading')}>
        {(counts) => <Counts counts={counts} />}
      </Loading>
      <div className="programme-two">
        <section>
          <div className="section-head">
            <h2>{t('programme.rules')}</h2>
          </div>
          <Loading query={rules} label={t('programme.loading')}>
            {(view) => (view.version === 0 ? <Notice icon={<CrownOutlined />} title={t('programme.rulesNone')} help={t('programme.rulesNoneHelp')} /> : <Written view={view} />)}
          </Loading>
        </section>
        <section>
          <div className="section-head">
            <h2>{t('programme.changes')}</h2>
          </div>
          {levels.data && <Changes counts={levels.data} />}
        </section>
      </div>
      {editing && <ProgrammeEditor version={editing.version} start={editing.version === 0 ? firstProgramme : editing.programme} onClose={() => setEditing(null)} />}
    </>
  );
}

function Counts({ counts: { levels } }: { counts: LevelCounts }) {
  const { t } = useTranslation();
  const format = useFormat();
  const all = levels.reduce((sum, { members }) => sum + members, 0);
  return (
    <ul className="level-tiles">
      {levels.map(({ level, members, everywhere }) => (
        <li className="panel tile" key={level}>
          <h2>{level === '' ? t('programme.noLevel') : <LevelMark level={level} none="" />}</h2>
          <p className="figure">{format.number(members)}</p>
          <Progress percent={all === 0 ? 0 : (100 * members) / all} showInfo={false} size="small" aria-hidden />
          <p className="tile-foot">
            {all > 0 && t('programme.share', { percent: format.percent(members / all, 1) })}
            {everywhere === true && ` · ${t('programme.everywhere')}`}
            {everywhere === null && level !== '' && ` · ${t('programme.notInRules')}`}
          </p>
          {level !== '' && <Link to={`/customers?level=${encodeURIComponent(level)}`}>{t('programme.show')}</Link>}
        </li>
      ))}
    </ul>
  );
}

function Written({ view: { version, at, who, programme } }: { view: ProgrammeView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useRuleWords();
  const { points, growth, stores } = programme;
  return (
    <div className="panel pad written">
      {[...programme.levels].reverse().map((level) => (
        <div key={level.name}>
          <h3>
            <LevelMark level={level.name} none="" /> {level.everywhere && <small className="quiet">{t('programme.everywhere')}</small>}
          </h3>
          {level.rules.length > 1 && <p className="quiet">{t('programme.anyOf')}</p>}
          <ul>
            {level.rules.map((rule) => (
              <li key={JSON.stringify(rule)}>{words(rule)}</li>
            ))}
          </ul>
        </div>
      ))}
      <div>
        <h3>{t('programme.points')}</h3>
        <ul>
          <li>{t('programme.pointsRule', { points: format.number(points.points), per: format.money(points.perFen) })}</li>
          {points.categories.map(({ category, percent }) => (
            <li key={category}>{t('programme.category', { category, percent: format.percent(percent / 100) })}</li>
          ))}
          <li>{points.expireDays === null ? t('programme.pointsNoEnd') : t('programme.pointsEnd', { days: points.expireDays })}</li>
        </ul>
      </div>
      <div>
        <h3>{t('programme.growthTitle')}</h3>
        <p>{t('programme.growthRule', { growth: format.number(growth.growth), per: format.money(growth.perFen), sale: format.number(growth.perSale) })}</p>
      </div>
      <div>
        <h3>{t('programme.storesTitle')}</h3>
        <p>{t('programme.storesRule', { months: stores.months })}</p>
      </div>
      {at !== null && <p className="quiet written-foot">{t('programme.version', { version, date: format.dateTime(Date.parse(at)), who: who ?? '' })}</p>}
    </div>
  );
}

function Changes({ counts: { changes } }: { counts: LevelCounts }) {
  const { t } = useTranslation();
  const reason = useReasonWords();
  return changes.length === 0 ? (
    <p className="quiet">{t('programme.changesEmpty')}</p>
  ) : (
    <ol className="panel timeline">
      {changes.slice(0, 20).map((change) => (
        <li key={`${change.member} ${change.at}`}>
          <span className="timeline-icon" aria-hidden>
            <CrownOutlined />
          </span>
          <div className="timeline-words">
            <p>
              <Link to={`/customers/${encodeURIComponent(change.member)}?tab=points`}>
                {change.name ? `${change.name}: ` : ''}
                {change.from || t('programme.noLevel')} → <b>{change.to || t('programme.noLevel')}</b>
              </Link>
            </p>
            <p className="quiet">{reason(change.why)}</p>
          </div>
          <div className="timeline-end">
            <Ago at={change.at} empty="" />
            <Evidence evidence={change.evidence} />
          </div>
        </li>
      ))}
    </ol>
  );
}
