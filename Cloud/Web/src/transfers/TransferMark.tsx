import { useTranslation } from 'react-i18next';
import type { Transfer } from '../api/stock';
import { Mark, type Tone } from '../ui/Mark';

const tones: Record<Transfer['state'], Tone> = { draft: 'none', shipped: 'wait', received: 'good', cancelled: 'none' };

/** How far a transfer is; what came in part and is missing stands beside it. */
export function TransferMark({ transfer: { state, lines } }: { transfer: Transfer }) {
  const { t } = useTranslation();
  const begun = lines.some(({ received }) => received > 0);
  const missing = begun ? lines.filter((line) => line.missing > 0).length : 0;
  return (
    <span className="marks">
      {missing > 0 && <Mark tone="warn">{t('transfers.missing', { count: missing })}</Mark>}
      <Mark tone={tones[state]}>{t(`transfers.state_${state}`)}</Mark>
    </span>
  );
}
