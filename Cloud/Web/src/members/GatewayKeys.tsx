import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listMemberGateways } from '../api/client';

/** The fingerprints that people compare with the gateways' own pages. */
export function GatewayKeys() {
  const { t } = useTranslation();
  const keys = useQuery({ queryKey: ['member-gateways'], queryFn: ({ signal }) => listMemberGateways(signal), staleTime: 0 });
  if (!keys.data || keys.data.length === 0) {
    return null;
  }

  return (
    <details className="panel member-keys">
      <summary>{t('members.keys')}</summary>
      <p className="quiet">{t('members.keysHelp')}</p>
      <ul>
        {keys.data.map((key) => (
          <li key={key.gateway}>
            <b>{key.gateway}</b>
            {key.fingerprint === null ? <span className="quiet">{key.said ?? t('members.noKey')}</span> : <code className="mono breaks">{key.fingerprint}</code>}
            <small className="quiet">
              {[t('members.holds', { count: key.members }), key.behind > 0 ? t('members.behind', { count: key.behind }) : ''].filter(Boolean).join(' · ')}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}
