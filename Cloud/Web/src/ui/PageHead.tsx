import { ArrowLeftOutlined, ReloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { createContext, use, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from './useFormat';
import { useTitle } from './useTitle';

interface PageHeadProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly back?: { readonly to: string; readonly label: string };
  /** Beside the title: what state it is in. */
  readonly mark?: ReactNode;
  /** At the end: what can be done. */
  readonly actions?: ReactNode;
  readonly loaded?: Loaded;
}

export interface Loaded {
  readonly at: number;
  readonly busy: boolean;
  readonly onRefresh: () => void;
}

/** When what a page is made of was loaded, for a head that stands within it. */
export const LoadedContext = createContext<Loaded | null>(null);

/** What a page is, where it comes from, when it was loaded, and what can be done on it. It names the tab as well. */
export function PageHead({ title, lead, back, mark, actions, loaded }: PageHeadProps) {
  useTitle(title);
  const around = use(LoadedContext);
  const known = loaded ?? around;
  return (
    <div className="page-head page-head-line">
      <div className="page-head-words">
        {back && (
          <Link to={back.to} className="back">
            <ArrowLeftOutlined aria-hidden /> {back.label}
          </Link>
        )}
        <div className="title-line">
          <h1>{title}</h1>
          {mark}
        </div>
        {lead !== undefined && <p>{lead}</p>}
      </div>
      <div className="page-head-end">
        {known && <LoadedMark {...known} />}
        {actions}
      </div>
    </div>
  );
}

/** When the page was loaded, and the button that loads it again: for pages that are not live. */
export function LoadedMark({ at, busy, onRefresh }: Loaded) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span className="loaded">
      {at > 0 && <span className="quiet digits">{t('ui.loadedAt', { time: format.clock(at) })}</span>}
      <Button type="text" icon={<ReloadOutlined spin={busy} />} aria-label={t('ui.refresh')} title={t('ui.refresh')} onClick={onRefresh} />
    </span>
  );
}
