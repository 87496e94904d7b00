import type { FaceConsent, FaceState as Face } from '../api/customers';

export type { Face };

/** How each standing of a face is shown; never by colour alone. */
export const faceTones: Record<Face, string> = { none: 'none', given: 'good', recalling: 'warn', withdrawn: 'none' };

export const faceWords = { none: 'members.noneWord', given: 'members.given', recalling: 'members.recalling', withdrawn: 'members.withdrawn' } as const;

export const consentWords = {
  given: 'members.stGiven',
  relayed: 'members.stRelayed',
  recalling: 'members.stRecalling',
  withdrawn: 'members.stWithdrawn',
} as const;

export const consentTones: Record<FaceConsent['state'], string> = { given: 'good', relayed: 'good', recalling: 'warn', withdrawn: 'none' };

/** How far a withdrawal is: of the gateways that held or may hold the face, those that have deleted it. */
export function progressOf(consents: readonly FaceConsent[]): { done: number; total: number } {
  return { done: consents.filter((consent) => consent.state === 'withdrawn').length, total: consents.length };
}

/** Whether there is anything to withdraw. */
export const canWithdraw = (consents: readonly FaceConsent[]) => consents.some((consent) => consent.state === 'given' || consent.state === 'relayed');
