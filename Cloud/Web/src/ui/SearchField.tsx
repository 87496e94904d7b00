import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useEffect, useRef, useState } from 'react';

const restMs = 250;

/** A search that asks once the typing rests. */
export function SearchField({ value, onSearch, label }: { value: string; onSearch: (text: string) => void; label: string }) {
  const [text, setText] = useState(value);
  const ask = useRef(onSearch);
  useEffect(() => {
    ask.current = onSearch;
  });
  useEffect(() => {
    if (text.trim() === value) {
      return;
    }

    const timer = setTimeout(() => ask.current(text.trim()), restMs);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <Input
      allowClear
      className="search"
      prefix={<SearchOutlined aria-hidden />}
      placeholder={label}
      aria-label={label}
      value={text}
      enterKeyHint="search"
      onChange={(event) => setText(event.target.value)}
      onPressEnter={() => onSearch(text.trim())}
    />
  );
}
