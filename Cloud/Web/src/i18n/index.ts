import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { blockWords } from './blocks';
import type { Words } from './dictionary';
import { en } from './en';
import { isLanguage, languages, preferredLanguage, type Language } from './language';
import { zhCN } from './zh-CN';
import { zhTW } from './zh-TW';
import { remembered } from '../app/remembered';

export const dictionaries: Record<Language, Words> = {
  'zh-CN': { ...zhCN, ...blockWords('zh-CN') },
  'zh-TW': { ...zhTW, ...blockWords('zh-TW') },
  en: { ...en, ...blockWords('en') },
};

export function startLanguage(): Promise<unknown> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  return i18next.use(initReactI18next).init({
    lng: remembered('language', isLanguage) ?? preferredLanguage(navigator.languages),
    supportedLngs: [...languages],
    fallbackLng: false,
    load: 'currentOnly',
    resources: Object.fromEntries(languages.map((language) => [language, { translation: dictionaries[language] }])),
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}
