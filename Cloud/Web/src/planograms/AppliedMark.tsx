import { useTranslation } from 'react-i18next';
import type { PlanogramView } from '../api/orders';
import { Mark, type Tone } from '../ui/Mark';

const tones: Record<PlanogramView['applied'], Tone> = { pending: 'wait', applied: 'good', refused: 'bad', rolled_back: 'bad' };

/** Whether the store's gateway has put it in force. */
export function AppliedMark({ view: { applied } }: { view: Pick<PlanogramView, 'applied'> }) {
  const { t } = useTranslation();
  const help = { pending: t('planograms.pendingHelp'), applied: '', refused: t('planograms.refusedHelp'), rolled_back: t('planograms.rolledBackHelp') };
  return (
    <Mark tone={tones[applied]} help={help[applied]}>
      {t(`planograms.applied_${applied}`)}
    </Mark>
  );
}
