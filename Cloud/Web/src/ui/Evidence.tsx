import { FileSearchOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { pageOf, proofOf, written, type EvidenceSaid } from './evidence';

/** What a number stands on, and the way there; an event needs its store for that. */
export function Evidence({ evidence, store = null }: { evidence: EvidenceSaid | null; store?: string | null }) {
  const { t } = useTranslation();
  if (evidence === null || evidence === '') {
    return <span className="quiet">{t('ui.noEvidence')}</span>;
  }

  const proof = proofOf(evidence);
  const word = proof.kind === 'event' ? t('ui.event', { gateway: proof.gateway, position: proof.position }) : t(`ui.${proof.kind}`);
  const page = pageOf(proof, store);
  return page === null ? (
    <span className="evidence quiet" title={written(evidence)}>
      {word}
    </span>
  ) : (
    <Link className="evidence" to={page} title={written(evidence)}>
      <FileSearchOutlined aria-hidden /> {word}
    </Link>
  );
}
