import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { TrendProps } from './TrendChart';

const TrendChart = lazy(() => import('./TrendChart'));

/** A small line over time. Drawn only while it is in view: a store may have 64 plates. */
export function Trend(props: TrendProps) {
  const place = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);

  useEffect(() => {
    const element = place.current;
    if (!element) {
      return;
    }

    const observer = new IntersectionObserver((entries) => setSeen(entries.at(-1)?.isIntersecting === true), { rootMargin: '120px' });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return (
    <div ref={place} style={{ height: props.height }}>
      {seen && (
        <Suspense fallback={null}>
          <TrendChart {...props} />
        </Suspense>
      )}
    </div>
  );
}
