import { useTranslation } from 'react-i18next';
import { audit } from '../i18n/blocks/audit';

type AuditKey = keyof (typeof audit)['en'];

const has = (key: string): key is AuditKey => key in audit.en;

/** The kinds of things that an audit tells of, as far as they are known by name. */
export const auditKinds = Object.keys(audit.en)
  .filter((key) => key.startsWith('k_'))
  .map((key) => key.slice(2));

/** An action in words, such as "Customer: shown in full"; one that is new to these pages as it is written. */
export function useAuditWords() {
  const { t } = useTranslation();
  const kind = (name: string) => {
    const key = `k_${name}`;
    return has(key) ? t(`audit.${key}`) : name;
  };
  const action = (name: string) => {
    const [of = '', verb = ''] = name.split('.');
    const key = `v_${verb}`;
    return has(key) ? `${kind(of)}: ${t(`audit.${key}`)}` : name;
  };
  return { kind, action };
}

/** Where the subject of an entry can be looked at; null where it has no page. */
export function subjectPath(kind: string, subject: string): string | null {
  const at = encodeURIComponent(subject);
  const pages: Record<string, string> = {
    customer: `/customers/${at}`, member: `/customers/${at}`, store: `/stores/${at}`, import: `/imports/${at}`, sale: `/sales/${at}`, purchase: `/purchases/${at}`, transfer: `/transfers/${at}`,
    stocktake: `/stocktake/${at}`, supplier: `/suppliers/${at}`, programme: '/members', campaign: `/campaigns/${at}`, bundle: '/campaigns', account: '/settings/accounts', token: '/settings/tokens', webhook: '/settings/webhooks', template: '/settings/templates', group: '/settings/templates', region: '/settings/regions',
  };
  return pages[kind] ?? null;
}

/** What else is to be known, as names and values; nothing where there is nothing. */
export function detailOf(detail: unknown): readonly (readonly [name: string, value: string])[] {
  const value = typeof detail === 'string' ? parsed(detail) : detail;
  if (value === null || value === undefined) {
    return [];
  }

  return typeof value === 'object' && !Array.isArray(value)
    ? Object.entries(value).map(([name, each]) => [name, typeof each === 'string' ? each : JSON.stringify(each)])
    : [['', typeof value === 'string' ? value : JSON.stringify(value)]];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
