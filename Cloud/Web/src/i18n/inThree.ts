import type { Language } from './language';

type Words = Record<string, readonly [en: string, zhCN: string, zhTW: string]>;

/** A block of words with its three languages side by side; one that is missing does not compile. */
export function inThree<T extends Words>(words: T): Record<Language, { [Key in keyof T]: string }> {
  const column = (index: 0 | 1 | 2) => Object.fromEntries(Object.entries(words).map(([key, each]) => [key, each[index]])) as { [Key in keyof T]: string };
  return { en: column(0), 'zh-CN': column(1), 'zh-TW': column(2) };
}
