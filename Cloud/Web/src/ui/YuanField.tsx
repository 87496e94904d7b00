import { Input } from 'antd';
import { useState } from 'react';
import { fenOf, yuanOf } from './yuan';

/** Takes a sum in yuan and hands it over in fen; null while it is none. */
export function YuanField({ fen, label, onChange }: { fen: number | null; label: string; onChange: (fen: number | null) => void }) {
  const [text, setText] = useState(() => (fen === null ? '' : yuanOf(fen)));
  const bad = text.trim() !== '' && fenOf(text) === null;
  return (
    <Input
      prefix="¥"
      inputMode="decimal"
      aria-label={label}
      aria-invalid={bad}
      {...(bad && { status: 'error' as const })}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange(fenOf(event.target.value));
      }}
    />
  );
}
