import { useTranslation } from 'react-i18next';
import type { Campaign, CampaignState, MemberState } from '../api/campaigns';
import { Mark, type Tone } from '../ui/Mark';

const campaignTones: Record<CampaignState, Tone> = { running: 'wait', paused: 'warn', halted: 'bad', stopped: 'none', finished: 'good' };

const memberTones: Record<MemberState, Tone> = { waiting: 'none', told: 'wait', fetching: 'wait', staged: 'wait', trial: 'wait', done: 'good', rolled_back: 'bad', refused: 'bad', gone: 'bad' };

export const memberStates = Object.keys(memberTones) as readonly MemberState[];

export const failedStates: readonly MemberState[] = ['rolled_back', 'refused', 'gone'];

export function CampaignMark({ state }: { state: CampaignState }) {
  const { t } = useTranslation();
  return <Mark tone={campaignTones[state]}>{t(`campaigns.c_${state}`)}</Mark>;
}

export function MemberMark({ state, help = '' }: { state: MemberState; help?: string }) {
  const { t } = useTranslation();
  return <Mark tone={memberTones[state]} help={help}>{t(`campaigns.m_${state}`)}</Mark>;
}

/** How many gateways of a campaign stand so. */
export const countOf = ({ stages }: Campaign, states: readonly MemberState[]) =>
  stages.reduce((sum, { counts }) => sum + states.reduce((of, state) => of + (counts[state] ?? 0), 0), 0);
