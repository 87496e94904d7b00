import { CrownFilled } from '@ant-design/icons';

/** A customer's level; nothing where there is none. */
export function LevelMark({ level, none }: { level: string; none: string }) {
  return level === '' ? (
    <span className="quiet">{none}</span>
  ) : (
    <span className="level-mark">
      <CrownFilled aria-hidden />
      {level}
    </span>
  );
}

/** What a customer is tagged with, the first few of it. */
export function Tags({ tags, most = 3 }: { tags: readonly string[]; most?: number }) {
  return (
    <>
      {tags.slice(0, most).map((tag) => (
        <span className="tag" key={tag}>
          {tag}
        </span>
      ))}
      {tags.length > most && <span className="tag">+{tags.length - most}</span>}
    </>
  );
}
