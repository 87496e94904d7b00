import { Skeleton } from 'antd';

/** Shown while a page or its first answer is on its way. */
export function PageSkeleton({ label }: { label?: string }) {
  return (
    <div className="page-skeleton" role="status" aria-label={label} aria-busy>
      <Skeleton active title={{ width: 220 }} paragraph={{ rows: 1, width: '60%' }} />
      <div className="summary">
        {[0, 1, 2, 3].map((each) => (
          <div className="panel tile" key={each}>
            <Skeleton active title={false} paragraph={{ rows: 2, width: ['45%', '70%'] }} />
          </div>
        ))}
      </div>
      <div className="panel pad">
        <Skeleton active title={false} paragraph={{ rows: 7, width: '100%' }} />
      </div>
    </div>
  );
}
