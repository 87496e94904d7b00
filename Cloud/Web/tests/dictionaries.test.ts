import { describe, expect, it } from 'vitest';
import { dictionaries } from '../src/i18n';
import { languages, preferredLanguage } from '../src/i18n/language';

type Tree = { [key: string]: string | Tree };

const leaves = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`)) as [string, string][]);
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

const english = new Map(leaves(dictionaries.en));

describe.each(languages)('dictionary %s', (language) => {
  const texts = leaves(dictionaries[language]);

  it('has exactly the keys of English', () => {
    expect(texts.map(([key]) => key).sort()).toEqual([...english.keys()].sort());
  });

  it('has no empty text', () => {
    expect(texts.filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('uses the same placeholders as English', () => {
    expect(texts.filter(([key, text]) => placeholders(text).join() !== placeholders(english.get(key) ?? '').join())).toEqual([]);
  });
});

describe('dictionary zh-TW', () => {
  it('has no simplified signs', () => {
    const simplified = /[门设备时钟错误连数据载实网关无读单这页总]/;
    expect(leaves(dictionaries['zh-TW']).filter(([, text]) => simplified.test(text))).toEqual([]);
  });
});

describe('preferredLanguage', () => {
  it.each([
    [['zh-TW'], 'zh-TW'],
    [['zh-Hant-HK'], 'zh-TW'],
    [['zh-HK', 'en'], 'zh-TW'],
    [['zh'], 'zh-CN'],
    [['zh-SG'], 'zh-CN'],
    [['fr-FR', 'zh-CN'], 'zh-CN'],
    [['en-GB', 'zh-CN'], 'en'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('of %j is %s', (wanted, language) => {
    expect(preferredLanguage(wanted)).toBe(language);
  });
});
