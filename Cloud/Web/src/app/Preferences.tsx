import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import zhTW from 'antd/locale/zh_TW';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/language';
import { useMedia } from '../ui/useMedia';
import { remember, remembered } from './remembered';
import { themeOf } from './theme';

export const modes = ['light', 'dark', 'system'] as const;

export type Mode = (typeof modes)[number];

export const isMode = (text: string | null): text is Mode => (modes as readonly (string | null)[]).includes(text);

interface Preferences {
  readonly language: Language;
  readonly mode: Mode;
  readonly dark: boolean;
  readonly setLanguage: (language: Language) => void;
  readonly setMode: (mode: Mode) => void;
}

const PreferencesContext = createContext<Preferences | null>(null);

const locales = { 'zh-CN': zhCN, 'zh-TW': zhTW, en: enUS };

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const [mode, setMode] = useState<Mode>(() => remembered('appearance', isMode) ?? 'system');
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const dark = mode === 'dark' || (mode === 'system' && systemDark);
  const language = i18n.language as Language;

  useEffect(() => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  }, [dark]);

  const preferences = useMemo<Preferences>(
    () => ({
      language,
      mode,
      dark,
      setLanguage: (chosen) => {
        remember('language', chosen);
        void i18n.changeLanguage(chosen);
      },
      setMode: (chosen) => {
        remember('appearance', chosen);
        setMode(chosen);
      },
    }),
    [language, mode, dark, i18n],
  );
  const config = useMemo(() => themeOf(dark, !still), [dark, still]);

  return (
    <PreferencesContext value={preferences}>
      <ConfigProvider theme={config} locale={locales[language]}>
        {children}
      </ConfigProvider>
    </PreferencesContext>
  );
}

export function usePreferences(): Preferences {
  const preferences = use(PreferencesContext);
  if (!preferences) {
    throw new Error('usePreferences needs a PreferencesProvider above it.');
  }

  return preferences;
}
