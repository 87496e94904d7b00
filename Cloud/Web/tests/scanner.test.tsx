// @vitest-environment jsdom
import { cleanup, createEvent, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { productCode, ScanDetector } from '../src/ui/scanDetector';
import { ScannerProvider, useScans } from '../src/ui/Scanner';
import { QuantityField } from '../src/ui/Quantity';
import { PreferencesProvider } from '../src/app/Preferences';
import { startLanguage } from '../src/i18n';

function scanned(keys: string, gapMs: number): string | null {
  const detector = new ScanDetector();
  return [...keys, 'Enter'].reduce<string | null>((_, key, index) => detector.key(key, index * gapMs), null);
}

describe('ScanDetector', () => {
  it.each([
    ['6901939621257', 8, '6901939621257'],
    ['6901939621257', 60, '6901939621257'],
    ['6901939621257', 120, null],
    ['690', 8, null],
  ])('takes %s at %d ms a key as %s', (keys, gapMs, code) => {
    expect(scanned(keys, gapMs)).toBe(code);
  });

  it('leaves out what was typed by hand before the scan', () => {
    const detector = new ScanDetector();
    detector.key('x', 0);
    [...'1234567'].forEach((key, index) => detector.key(key, 500 + index * 10));
    expect(detector.key('Enter', 580)).toBe('1234567');
  });

  it('is not stopped by Shift between the signs', () => {
    const detector = new ScanDetector();
    ['Shift', 'A', 'Shift', 'B', '1', '2'].forEach((key, index) => detector.key(key, index * 10));
    expect(detector.key('Enter', 60)).toBe('AB12');
  });
});

describe('productCode', () => {
  it.each([
    ['6901939621257', '6901939621257'],
    [']E06901939621257', '6901939621257'],
    [']C10106901939621257', '6901939621257'],
    ['(01)06901939621257(17)271231', '6901939621257'],
    ['0116901939621254', '16901939621254'],
    [' cola-330 ', 'cola-330'],
  ])('of %s is %s', (text, code) => {
    expect(productCode(text)).toBe(code);
  });
});

function scanInto(element: HTMLElement, code: string): Event {
  let at = 1_000;
  const press = (key: string): Event => {
    const event = createEvent.keyDown(element, { key });
    Object.defineProperty(event, 'timeStamp', { value: (at += 10) });
    fireEvent(element, event);
    return event;
  };
  const typed = element instanceof HTMLInputElement ? element : null;
  for (const key of code) {
    press(key);
    if (typed) {
      fireEvent.change(typed, { target: { value: typed.value + key } });
    }
  }

  return press('Enter');
}

describe('ScannerProvider', () => {
  afterEach(cleanup);

  function Page({ onScan, onPress }: { onScan: (code: string) => void; onPress: () => void }) {
    useScans(onScan);
    const [count, setCount] = useState('12');
    return (
      <>
        <input aria-label="count" inputMode="numeric" value={count} onChange={(event) => setCount(event.target.value)} />
        <input aria-label="name" defaultValue="" />
        <button onClick={onPress}>Delete</button>
      </>
    );
  }

  function open() {
    const onScan = vi.fn();
    const onPress = vi.fn();
    render(
      <ScannerProvider>
        <Page onScan={onScan} onPress={onPress} />
      </ScannerProvider>,
    );
    return { onScan, onPress };
  }

  it('takes a scan out of a number and gives the number back', () => {
    const { onScan } = open();
    const count = screen.getByLabelText<HTMLInputElement>('count');
    scanInto(count, '6901939621257');
    expect(onScan).toHaveBeenCalledWith('6901939621257');
    expect(count.value).toBe('12');
  });

  it('leaves a text field what was scanned into it', () => {
    const { onScan } = open();
    const name = screen.getByLabelText<HTMLInputElement>('name');
    scanInto(name, '6901939621257');
    expect(onScan).not.toHaveBeenCalled();
    expect(name.value).toBe('6901939621257');
  });

  it('presses no button that has the focus', () => {
    const { onScan, onPress } = open();
    const enter = scanInto(screen.getByText('Delete'), '6901939621257');
    expect(enter.defaultPrevented).toBe(true);
    expect(onPress).not.toHaveBeenCalled();
    expect(onScan).toHaveBeenCalledOnce();
  });
});

describe('QuantityField that hands over what is whole', () => {
  beforeAll(async () => {
    vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined, addListener: () => undefined, removeListener: () => undefined }));
    vi.stubGlobal('ResizeObserver', class { observe() {} unobserve() {} disconnect() {} });
    await startLanguage();
  });
  afterEach(cleanup);

  function Counting({ onSet, onScan }: { onSet: (count: number | null) => void; onScan: (code: string) => void }) {
    useScans(onScan);
    return <QuantityField whole value={12} unit="piece" label="Cola" onChange={onSet} />;
  }

  function open() {
    const onSet = vi.fn();
    const onScan = vi.fn();
    render(
      <PreferencesProvider>
        <ScannerProvider>
          <Counting onSet={onSet} onScan={onScan} />
        </ScannerProvider>
      </PreferencesProvider>,
    );
    return { onSet, onScan, field: screen.getByRole<HTMLInputElement>('spinbutton') };
  }

  it('says nothing of the digits on the way', () => {
    const { onSet, field } = open();
    fireEvent.change(field, { target: { value: '3' } });
    fireEvent.change(field, { target: { value: '36' } });
    expect(onSet).not.toHaveBeenCalled();
    fireEvent.blur(field);
    expect(onSet.mock.calls).toEqual([[36]]);
  });

  it('counts no barcode as a quantity', () => {
    const { onSet, onScan, field } = open();
    scanInto(field, '6901939621257');
    fireEvent.blur(field);
    expect(onScan).toHaveBeenCalledWith('6901939621257');
    expect(onSet).not.toHaveBeenCalled();
    expect(field.value).toBe('12');
  });
});

describe('Two that take scans', () => {
  function Taker({ onScan, behind }: { onScan: (code: string) => void; behind: boolean }) {
    useScans(onScan, true, behind);
    return null;
  }

  it('leaves the scan to the page, though the frame behind it came last', () => {
    const [page, frame] = [vi.fn(), vi.fn()];
    render(
      <ScannerProvider>
        <Taker onScan={page} behind={false} />
        <Taker onScan={frame} behind />
      </ScannerProvider>,
    );
    scanInto(document.body, '6901939621257');
    expect(page).toHaveBeenCalledWith('6901939621257');
    expect(frame).not.toHaveBeenCalled();
    cleanup();
  });
});
