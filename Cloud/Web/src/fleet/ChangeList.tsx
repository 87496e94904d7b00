import { useTranslation } from 'react-i18next';
import type { ConfigChanges } from '../api/gateways';
import './fleet.css';

/** What differs between two configurations, place by place. */
export function ChangeList({ changes }: { changes: ConfigChanges['changes'] }) {
  const { t } = useTranslation();
  return (
    <ul className="fleet-changes">
      {changes.map(({ path, kind, before, after }) => (
        <li key={path}>
          <span className="mono">{path}</span>
          <span className="quiet">{t(`configs.k_${kind}`, kind)}</span>
          {before !== null && <del className="mono">{before}</del>}
          {after !== null && <ins className="mono">{after}</ins>}
        </li>
      ))}
    </ul>
  );
}
