import { Tooltip } from 'antd';
import './visits.css';

interface Bar {
  readonly key: string;
  readonly value: number;
  /** What the bar says, for those who point at it or listen to it. */
  readonly words: string;
}

/** Small bars side by side. */
export function Bars({ label, bars }: { label: string; bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <div className="day-bars" role="img" aria-label={`${label}: ${bars.at(-1)?.words ?? ''}`}>
      {bars.map(({ key, value, words }) => (
        <Tooltip title={words} key={key}>
          <span className="day-bar">
            <i style={{ height: `${Math.max(2, (100 * value) / most)}%` }} />
          </span>
        </Tooltip>
      ))}
    </div>
  );
}
