import { useTranslation } from 'react-i18next';
import type { PurchaseState, PurchaseSummary } from '../api/orders';
import { Mark, type Tone } from '../ui/Mark';
import { useNow } from '../ui/useNow';

const tones: Record<PurchaseState, Tone> = { draft: 'none', sent: 'wait', partly: 'warn', received: 'good', cancelled: 'none' };

export function PurchaseMark({ purchase: { state, expectedAt } }: { purchase: Pick<PurchaseSummary, 'state' | 'expectedAt'> }) {
  const { t } = useTranslation();
  const now = useNow();
  const late = isDue(state) && expectedAt !== null && Date.parse(expectedAt) < now;
  return (
    <span className="marks">
      {late && <Mark tone="bad">{t('purchases.late')}</Mark>}
      <Mark tone={tones[state]}>{t(`purchases.state_${state}`)}</Mark>
    </span>
  );
}

/** Whether goods are still to come. */
export const isDue = (state: PurchaseState): boolean => state === 'sent' || state === 'partly';
