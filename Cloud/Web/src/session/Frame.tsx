import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AppearanceSwitch, LanguageSwitch } from '../app/Switches';
import './session.css';

/** The quiet page that stands before all others. */
export function Frame({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="session-page">
      <header>
        <span className="brand">
          <img src="/favicon.svg" alt="" width={28} height={28} />
          <span>{t('app.name')}</span>
        </span>
        <span className="push" />
        <LanguageSwitch />
        <AppearanceSwitch />
      </header>
      <main id="content">
        <section className="panel session-panel">
          <h1>{title}</h1>
          <p className="quiet">{lead}</p>
          {children}
        </section>
      </main>
    </div>
  );
}
