export const languages = ['zh-CN', 'zh-TW', 'en'] as const;

export type Language = (typeof languages)[number];

/** Each in its own words, as somebody looks for it who cannot read the present one. */
export const languageNames: Record<Language, string> = { 'zh-CN': '简体中文', 'zh-TW': '繁體中文', en: 'English' };

export const isLanguage = (text: string | null): text is Language => (languages as readonly (string | null)[]).includes(text);

/** The first language of the browser's list that there is; Hong Kong and Macao read the traditional script. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const lower = tag.toLowerCase();
    if (lower.startsWith('zh')) {
      return /hant|-tw|-hk|-mo/.test(lower) ? 'zh-TW' : 'zh-CN';
    }

    if (lower.startsWith('en')) {
      return 'en';
    }
  }

  return 'en';
}
