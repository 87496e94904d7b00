import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';

interface TabStripProps<Key extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly key: Key; readonly label: ReactNode }[];
  readonly active: Key;
  readonly onChange: (key: Key) => void;
  readonly children: ReactNode;
}

/** Tabs in one line that scrolls under a thumb; the arrow keys go from one to the next. */
export function TabStrip<Key extends string>({ label, tabs, active, onChange, children }: TabStripProps<Key>) {
  const id = useId();
  const strip = useRef<HTMLDivElement>(null);
  const step = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = tabs.findIndex(({ key }) => key === active);
    const next = by === undefined ? undefined : tabs[(at + by + tabs.length) % tabs.length];
    if (next) {
      event.preventDefault();
      onChange(next.key);
      strip.current?.querySelector<HTMLElement>(`[data-tab="${next.key}"]`)?.focus();
    }
  };
  return (
    <>
      <div ref={strip} role="tablist" aria-label={label} className="tab-strip" onKeyDown={step}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            data-tab={tab.key}
            aria-selected={tab.key === active}
            aria-controls={`${id}-panel`}
            tabIndex={tab.key === active ? 0 : -1}
            onClick={() => onChange(tab.key)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${active}`}>
        {children}
      </div>
    </>
  );
}
