import type { BlockWords } from './blocks';
import type { en } from './en';

export type Dictionary = typeof en;
export type Words = Dictionary & BlockWords;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Words };
  }
}
