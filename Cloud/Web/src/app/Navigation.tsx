import { AppstoreOutlined, BarcodeOutlined, HomeOutlined, MenuOutlined, UserOutlined } from '@ant-design/icons';
import { Drawer, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation } from 'react-router';
import type { WeightUnit } from '../i18n/format';
import { useMay } from '../session/session';
import { pageAt, pages } from './pages';
import { groups, type Group } from './pages/page';
import { usePreferences } from './Preferences';
import { AppearanceSwitch, LanguageSwitch } from './Switches';

const groupWords = { stock: 'nav.groupStock', customers: 'nav.groupCustomers', stores: 'nav.groupStores', headquarters: 'nav.groupHeadquarters' } as const satisfies Record<Exclude<Group, 'start'>, string>;

/** Every page the reader may open, in groups; the present one is always in view. */
function PageList({ onGo }: { onGo?: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const { pathname } = useLocation();
  const current = pageAt(pathname)?.path;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  return (
    <div ref={place} className="page-list">
      {groups.map((group) => {
        const shown = pages.filter((page) => page.group === group && (page.permission === undefined || may(page.permission)));
        return shown.length === 0 ? null : (
          <section key={group} aria-label={group === 'start' ? t('nav.start') : t(groupWords[group])}>
            {group !== 'start' && <h2>{t(groupWords[group])}</h2>}
            <ul>
              {shown.map(({ path, icon, label }) => (
                <li key={path}>
                  <NavLink to={path} end={path === '/'} aria-current={current === path ? 'page' : undefined} className={current === path ? 'nav-on' : ''} onClick={onGo}>
                    <span aria-hidden>{icon}</span>
                    {label(t)}
                  </NavLink>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

/** At the side of a desktop's page. */
export function SideNavigation() {
  const { t } = useTranslation();
  return (
    <nav className="side" aria-label={t('app.nav')}>
      <Link to="/" className="brand">
        <img src="/favicon.svg" alt="" width={28} height={28} />
        <span>{t('app.name')}</span>
      </Link>
      <PageList />
      <div className="side-end">
        <WeightSwitch />
      </div>
    </nav>
  );
}

/** Within a thumb's reach on a phone: what is needed all day, and the way to everything else. */
export function BottomNavigation() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  const tabs = [
    { to: '/', icon: <HomeOutlined aria-hidden />, word: t('nav.start') },
    { to: '/stock', icon: <AppstoreOutlined aria-hidden />, word: t('nav.stock') },
    { to: '/find', icon: <BarcodeOutlined aria-hidden />, word: t('nav.find') },
    { to: '/customers', icon: <UserOutlined aria-hidden />, word: t('nav.customers') },
  ];
  const here = (to: string) => (to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`));
  const elsewhere = !tabs.some(({ to }) => here(to));
  return (
    <>
      <nav className="bottom" aria-label={t('app.nav')}>
        {tabs.map(({ to, icon, word }) => (
          <Link key={to} to={to} aria-current={here(to) ? 'page' : undefined} className={`${here(to) ? 'nav-on' : ''} ${to === '/find' ? 'bottom-scan' : ''}`}>
            <span className="bottom-icon">{icon}</span>
            {word}
          </Link>
        ))}
        <button type="button" className={elsewhere ? 'nav-on' : ''} aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(true)}>
          <span className="bottom-icon">
            <MenuOutlined aria-hidden />
          </span>
          {t('nav.more')}
        </button>
      </nav>
      <Drawer title={t('nav.menu')} placement="bottom" size="85%" open={open} onClose={() => setOpen(false)} className="more-drawer">
        <PageList onGo={() => setOpen(false)} />
        <div className="more-settings">
          <LanguageSwitch />
          <AppearanceSwitch />
          <WeightSwitch />
        </div>
      </Drawer>
    </>
  );
}

function WeightSwitch() {
  const { t } = useTranslation();
  const { weight, setWeight } = usePreferences();
  return (
    <label className="weight-switch">
      <span className="quiet">{t('nav.weights')}</span>
      <Segmented<WeightUnit>
        size="small"
        aria-label={t('nav.weights')}
        value={weight}
        onChange={setWeight}
        options={[
          { value: 'kg', label: t('ui.kg') },
          { value: 'jin', label: t('ui.jin'), title: t('nav.jin') },
        ]}
      />
    </label>
  );
}
