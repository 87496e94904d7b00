// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import i18next from 'i18next';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FaceConsent } from '../src/api/customers';
import { PreferencesProvider } from '../src/app/Preferences';
import { startLanguage } from '../src/i18n';
import { codeAt, linkOf } from '../src/memberCode/codes';
import { canWithdraw, progressOf } from '../src/members/faces';
import { FaceConsents } from '../src/customer/FaceConsents';
import { MeContext } from '../src/session/session';

const consent: FaceConsent = {
  store: 'store-1', storeName: 'Store 1', gateway: 'gw-1', online: true, state: 'given', textVersion: '2026-1', language: 'en', otherStores: true,
  givenAt: '2026-11-21T08:00:00Z', withdrawnAt: null, attempts: 0, said: null,
};
const member = { id: 'm-1', name: 'Lin Wei', face: 'given', consents: [consent] } as const;
const me = { id: 'a-1', name: 'Chen', login: 'chen', role: 'admin', stores: null, permissions: ['withdrawConsents'] } as const;

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined, addListener: () => undefined, removeListener: () => undefined }));
  vi.stubGlobal('ResizeObserver', class { observe() {} unobserve() {} disconnect() {} });
  await startLanguage();
  await i18next.changeLanguage('en');
});

afterEach(cleanup);

type Shown = Parameters<typeof FaceConsents>[0];

function show(change: Partial<Shown>, may = true) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <PreferencesProvider>
        <MeContext value={{ ...me, permissions: may ? me.permissions : [] }}>
          <FaceConsents {...member} {...change} />
        </MeContext>
      </PreferencesProvider>
    </QueryClientProvider>,
  );
}

describe('FaceConsents', () => {
  it('asks before it withdraws, and then tells headquarters', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('{}', { status: 202 }));
    show({});
    fireEvent.click(screen.getByText('Withdraw consent'));
    expect(fetched).not.toHaveBeenCalled();
    fireEvent.click(await screen.findByText('Withdraw everywhere'));
    await waitFor(() => expect(fetched).toHaveBeenCalled());
    expect(fetched.mock.calls[0]?.[0]).toBe('/api/members/m-1/withdraw');
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({ method: 'POST' });
  });

  it('shows which store has deleted the face and which is waited for', () => {
    show({ face: 'recalling', consents: [{ ...consent, state: 'withdrawn' }, { ...consent, gateway: 'gw-2', state: 'recalling', online: false, attempts: 3, said: 'no answer' }] });
    expect(screen.getByText('Deleted here')).toBeTruthy();
    expect(screen.getByText('Waiting for this gateway')).toBeTruthy();
    expect(screen.getByText(/not connected.*asked 3 times.*no answer/)).toBeTruthy();
    expect(screen.getByText('1 of 2 gateways have deleted it')).toBeTruthy();
    expect(screen.queryByText('Withdraw consent')).toBeNull();
  });

  it('shows no button to whoever may not withdraw', () => {
    show({}, false);
    expect(screen.getByText('Given here')).toBeTruthy();
    expect(screen.queryByText('Withdraw consent')).toBeNull();
  });

  it('has nothing to withdraw where no store holds the face', () => {
    show({ face: 'none', consents: [] });
    expect(screen.getByText('No store holds this face.')).toBeTruthy();
    expect(screen.queryByText('Withdraw consent')).toBeNull();
  });
});

describe('a withdrawal', () => {
  it('is done when every gateway has deleted', () => {
    expect(progressOf([{ ...consent, state: 'withdrawn' }, { ...consent, state: 'recalling' }])).toEqual({ done: 1, total: 2 });
    expect(canWithdraw([{ ...consent, state: 'recalling' }])).toBe(false);
    expect(canWithdraw([{ ...consent, state: 'relayed' }])).toBe(true);
  });
});

describe("a member's code", () => {
  const codes = [
    { text: 'M1:A', from: '2026-11-21T08:00:00Z', until: '2026-11-21T08:00:30Z' },
    { text: 'M1:B', from: '2026-11-21T08:00:30Z', until: '2026-11-21T08:01:00Z' },
  ];

  it.each([
    ['2026-11-21T08:00:00Z', { text: 'M1:A', secondsLeft: 30 }],
    ['2026-11-21T08:00:29.500Z', { text: 'M1:A', secondsLeft: 1 }],
    ['2026-11-21T08:00:30Z', { text: 'M1:B', secondsLeft: 30 }],
    ['2026-11-21T08:01:00Z', null],
    ['2026-11-21T07:59:59Z', null],
  ])('at %s is the one of that step', (at, expected) => {
    expect(codeAt(codes, Date.parse(at))).toEqual(expected);
  });

  it('is asked for with what stands behind the number sign', () => {
    expect(linkOf('#ABC.xyz')).toEqual({ code: 'ABC', token: 'xyz' });
    expect(linkOf('')).toBeNull();
    expect(linkOf('#ABC')).toBeNull();
  });
});
