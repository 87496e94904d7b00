import { theme, type ThemeConfig } from 'antd';

/** The same colours stand as custom properties in styles.css. */
const light = {
  colorPrimary: '#2a55b5',
  colorBgLayout: '#f4f6f8',
  colorBgContainer: '#ffffff',
  colorBgElevated: '#ffffff',
  colorText: '#17202b',
  colorTextSecondary: '#566171',
  colorTextTertiary: '#5f6b7b',
  colorBorder: '#cdd4dd',
  colorBorderSecondary: '#e3e7ec',
  colorError: '#b8252b',
  colorWarning: '#8a5a00',
  colorSuccess: '#157347',
};

const dark = {
  colorPrimary: '#7ea6ff',
  colorBgLayout: '#0f141b',
  colorBgContainer: '#171e27',
  colorBgElevated: '#1e2732',
  colorText: '#e6ebf2',
  colorTextSecondary: '#a3afbf',
  colorTextTertiary: '#95a2b3',
  colorBorder: '#37424f',
  colorBorderSecondary: '#28323e',
  colorError: '#ff8b8b',
  colorWarning: '#eab95a',
  colorSuccess: '#5fce9a',
};

/** What a finger hits needs 44 px; a mouse is content with less, and gets more on the page. */
const heights = { finger: { controlHeight: 44, controlHeightLG: 52, controlHeightSM: 36 }, mouse: { controlHeight: 36 } };

export function themeOf(isDark: boolean, motion: boolean, finger: boolean): ThemeConfig {
  const palette = isDark ? dark : light;
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      ...palette,
      colorTextPlaceholder: palette.colorTextTertiary,
      colorInfo: palette.colorPrimary,
      colorLink: palette.colorPrimary,
      colorTextLightSolid: isDark ? '#0f141b' : '#ffffff',
      fontFamily: 'var(--font)',
      fontFamilyCode: 'var(--font-mono)',
      borderRadius: 8,
      ...(finger ? heights.finger : heights.mouse),
      motion,
    },
    components: {
      Table: { headerBg: 'transparent', headerColor: palette.colorTextSecondary, rowHoverBg: isDark ? '#1c2530' : '#f7f9fb', cellPaddingBlock: 13, cellPaddingBlockMD: 8, cellPaddingInlineMD: 12, headerSplitColor: 'transparent' },
      Segmented: { itemSelectedBg: isDark ? '#3a4756' : '#ffffff', trackBg: isDark ? '#232d38' : '#e9edf2' },
      Tooltip: { colorBgSpotlight: isDark ? '#37424f' : '#263241', colorTextLightSolid: '#ffffff' },
    },
  };
}
