import type { MemberCodes } from '../api/types';

/** What the link says behind its number sign; null where it says nothing of use. */
export function linkOf(hash: string): { code: string; token: string } | null {
  const [code, token] = hash.replace(/^#/, '').split('.');
  return code && token ? { code, token } : null;
}

/** The code that is shown at a moment of headquarters' time, and how long still; null where none of those at hand is of now. */
export function codeAt(codes: MemberCodes['codes'], now: number): { text: string; secondsLeft: number } | null {
  const shown = codes.find((code) => Date.parse(code.from) <= now && now < Date.parse(code.until));
  return shown ? { text: shown.text, secondsLeft: Math.ceil((Date.parse(shown.until) - now) / 1000) } : null;
}
