import type { ReactNode } from 'react';

interface NoticeProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly help: string;
  readonly detail?: string;
  readonly tone?: 'none' | 'good' | 'bad';
  readonly role?: 'alert' | 'status';
  readonly children?: ReactNode;
}

/** An empty or failed page: what is so, what to do, and perhaps a button. */
export function Notice({ icon, title, help, detail = '', tone = 'none', role = 'status', children }: NoticeProps) {
  return (
    <section className={`notice notice-${tone}`} role={role}>
      <div className="notice-icon" aria-hidden>
        {icon}
      </div>
      <h2>{title}</h2>
      <p>{help}</p>
      {detail !== '' && <p className="notice-detail">{detail}</p>}
      {children !== undefined && <div className="notice-actions">{children}</div>}
    </section>
  );
}
