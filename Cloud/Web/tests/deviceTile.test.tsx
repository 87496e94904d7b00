// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DeviceSummary } from '../src/api/types';
import { PreferencesProvider } from '../src/app/Preferences';
import { startLanguage } from '../src/i18n';
import { DeviceTile } from '../src/store/DeviceTile';

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  vi.stubGlobal('IntersectionObserver', class { observe() {} disconnect() {} });
  await startLanguage();
});

afterEach(cleanup);

async function show(change: Partial<DeviceSummary>, language: string) {
  const sample = { kind: 'scale', weight: '1.250', unit: 'kg', stable: true, net_gross: 'net', errors: [], flags: [] };
  const rest = { gateway: 'gw-1', device: 'scale-1', kind: 'scale', driver: 'toledo-8217', availability: 'online', since: null, reason: null } as const;
  await i18next.changeLanguage(language);
  render(
    <PreferencesProvider>
      <DeviceTile device={{ ...rest, sample, sampleAt: new Date().toISOString(), ...change }} gateway={{ status: 'online', depth: 0, lastEventAt: null, lastCommittedAt: null }} trace={[]} showGateway={false} />
    </PreferencesProvider>,
  );
}

describe('DeviceTile', () => {
  it('shows a stable weight with its unit and says so', async () => {
    await show({}, 'en');
    expect(screen.getByText('1.250')).toBeTruthy();
    expect(screen.getByText('kg')).toBeTruthy();
    expect(screen.getByText('Stable')).toBeTruthy();
  });

  it('shows a dash, the word and the reason instead of an old number', async () => {
    await show({ sampleAt: new Date(Date.now() - 60_000).toISOString() }, 'en');
    expect(screen.queryByText('1.250')).toBeNull();
    expect(screen.getByText('—')).toBeTruthy();
    expect(screen.getByText('No fresh reading')).toBeTruthy();
    expect(screen.getByText(/last reading/)).toBeTruthy();
  });

  it('says in the chosen language why a device is offline', async () => {
    await show({ availability: 'offline', reason: 'unplugged' }, 'zh-TW');
    expect(screen.queryByText('1.250')).toBeNull();
    expect(screen.getByText('裝置離線')).toBeTruthy();
    expect(screen.getByText('unplugged')).toBeTruthy();
  });
});
