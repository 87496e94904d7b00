import { createContext, use, useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { ScanDetector } from './scanDetector';

type Taker = (code: string) => void;

interface Takers {
  readonly add: (taker: Taker, behind: boolean) => () => void;
}

const ScannerContext = createContext<Takers | null>(null);

const isField = (target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement =>
  (target instanceof HTMLInputElement && !target.readOnly && !['checkbox', 'radio', 'button', 'range'].includes(target.type)) || target instanceof HTMLTextAreaElement;

/** No barcode belongs into a number: there the page takes the scan, and the field gets back what stood in it. */
const isNumber = (field: HTMLInputElement | HTMLTextAreaElement): boolean =>
  field.getAttribute('role') === 'spinbutton' || ['numeric', 'decimal'].includes(field.inputMode) || (field instanceof HTMLInputElement && field.type === 'number');

function putBack(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Hears keyboard scanners anywhere on the page and hands the code to the innermost that asked; a text field in focus keeps what is typed into it. */
export function ScannerProvider({ children }: { children: ReactNode }) {
  const takers = useRef<Taker[]>([]);
  const context = useRef<Takers>({
    add: (taker, behind) => {
      takers.current = behind ? [taker, ...takers.current] : [...takers.current, taker];
      return () => {
        takers.current = takers.current.filter((each) => each !== taker);
      };
    },
  });

  useEffect(() => {
    const detector = new ScanDetector();
    let before = '';
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) {
        return;
      }

      const field = isField(event.target) ? event.target : null;
      const code = detector.key(event.key, event.timeStamp);
      if (detector.length === 1 && field) {
        before = field.value;
      }

      const taker = takers.current.at(-1);
      if (code === null || !taker || (field && !isNumber(field))) {
        return;
      }

      // The Enter of a scan presses no button and sends no form.
      event.preventDefault();
      event.stopPropagation();
      if (field) {
        putBack(field, before);
      }

      taker(code);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);

  return <ScannerContext value={context.current}>{children}</ScannerContext>;
}

/**
 * Takes scans while it is on the page; the one that came last goes before the others. Behind all others stands what takes a scan only if nobody else does:
 * it need not have come first, for a frame that is made anew comes after what stands in it.
 */
export function useScans(taker: Taker, on = true, behind = false): void {
  const takers = use(ScannerContext);
  const latest = useRef(taker);
  useEffect(() => {
    latest.current = taker;
  });
  // Before the page is painted: what can be seen can be scanned into.
  useLayoutEffect(() => (on && takers ? takers.add((code) => latest.current(code), behind) : undefined), [takers, on, behind]);
}
