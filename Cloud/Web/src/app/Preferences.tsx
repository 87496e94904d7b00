import { App as Messages, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import zhTW from 'antd/locale/zh_TW';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WeightUnit } from '../i18n/format';
import type { Language } from '../i18n/language';
import { useMedia } from '../ui/useMedia';
import { remember, remembered } from './remembered';
import { themeOf } from './theme';

export const modes = ['light', 'dark', 'system'] as const;

export type Mode = (typeof modes)[number];

export const isMode = (text: string | null): text is Mode => (modes as readonly (string | null)[]).includes(text);

export const weights = ['kg', 'jin'] as const;

export const isWeight = (text: string | null): text is WeightUnit => (weights as readonly (string | null)[]).includes(text);

interface Preferences {
  readonly language: Language;
  /** What weights are shown and typed in. */
  readonly weight: WeightUnit;
  readonly setWeight: (weight: WeightUnit) => void;
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
  const [weight, setWeight] = useState<WeightUnit>(() => remembered('weight', isWeight) ?? 'kg');
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const finger = useMedia('(pointer: coarse)');
  const dark = mode === 'dark' || (mode === 'system' && systemDark);
  const language = i18n.language as Language;

  useEffect(() => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  }, [dark]);

  const preferences = useMemo<Preferences>(
    () => ({
      language,
      weight,
      mode,
      dark,
      setWeight: (chosen) => {
        remember('weight', chosen);
        setWeight(chosen);
      },
      setLanguage: (chosen) => {
        remember('language', chosen);
        void i18n.changeLanguage(chosen);
      },
      setMode: (chosen) => {
        remember('appearance', chosen);
        setMode(chosen);
      },
    }),
    [language, weight, mode, dark, i18n],
  );
  const config = useMemo(() => themeOf(dark, !still, finger), [dark, still, finger]);

  return (
    <PreferencesContext value={preferences}>
      <ConfigProvider theme={config} locale={locales[language]} button={{ autoInsertSpace: false }}>
        <Messages component={false}>{children}</Messages>
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
