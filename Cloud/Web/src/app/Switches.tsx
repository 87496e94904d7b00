import { DesktopOutlined, GlobalOutlined, MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { isLanguage, languageNames, languages } from '../i18n/language';
import { usePhone } from '../ui/useMedia';
import { isMode, modes, usePreferences, type Mode } from './Preferences';

const modeIcons: Record<Mode, React.ReactNode> = { light: <SunOutlined />, dark: <MoonOutlined />, system: <DesktopOutlined /> };

export function LanguageSwitch() {
  const { t } = useTranslation();
  const { language, setLanguage } = usePreferences();
  const phone = usePhone();
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        selectable: true,
        selectedKeys: [language],
        items: languages.map((each) => ({ key: each, label: <span lang={each}>{languageNames[each]}</span> })),
        onClick: ({ key }) => isLanguage(key) && setLanguage(key),
      }}
    >
      <Button type="text" icon={<GlobalOutlined />} aria-label={`${t('app.language')}: ${languageNames[language]}`}>
        {phone ? null : languageNames[language]}
      </Button>
    </Dropdown>
  );
}

export function AppearanceSwitch() {
  const { t } = useTranslation();
  const { mode, setMode } = usePreferences();
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        selectable: true,
        selectedKeys: [mode],
        items: modes.map((each) => ({ key: each, icon: modeIcons[each], label: t(`app.${each}`) })),
        onClick: ({ key }) => isMode(key) && setMode(key),
      }}
    >
      <Button type="text" icon={modeIcons[mode]} aria-label={`${t('app.appearance')}: ${t(`app.${mode}`)}`} />
    </Dropdown>
  );
}
