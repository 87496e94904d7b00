import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { AutoComplete, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addTag, removeTag, type Customer } from '../api/customers';
import { useTags } from '../customers/Filters';
import { useMay } from '../session/session';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';

/** What a customer is tagged with; a tag more or less is one tap. */
export function TagEditor({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const may = useMay()('editCustomers');
  const tags = useTags();
  const [typed, setTyped] = useState<string | null>(null);
  const renews = [['customer', customer.id], ['customers'], ['tags']];
  const adding = useSend((tag: string) => addTag(customer.id, tag), { renews, onDone: () => setTyped(null) });
  const removing = useSend((tag: string) => removeTag(customer.id, tag), { renews });
  const add = (text: string | null) => {
    const tag = text?.trim() ?? '';
    if (tag === '' || customer.tags.includes(tag)) {
      setTyped(null);
    } else {
      adding.mutate(tag);
    }
  };
  return (
    <div className="tag-editor">
      {customer.tags.map((tag) => (
        <span className="tag tag-large" key={tag}>
          {tag}
          {may && (
            <button type="button" aria-label={t('customer.removeTag', { tag })} disabled={removing.isPending} onClick={() => removing.mutate(tag)}>
              <CloseOutlined aria-hidden />
            </button>
          )}
        </span>
      ))}
      {may &&
        (typed === null ? (
          <Button size="small" type="dashed" className="tag-add" icon={<PlusOutlined />} onClick={() => setTyped('')}>
            {t('customer.addTag')}
          </Button>
        ) : (
          <AutoComplete
            className="tag-field"
            autoFocus
            aria-label={t('customer.addTag')}
            maxLength={40}
            value={typed}
            options={(tags.data?.tags ?? []).filter(({ tag }) => !customer.tags.includes(tag) && tag.includes(typed)).slice(0, 8).map(({ tag }) => ({ value: tag }))}
            onChange={setTyped}
            onSelect={(tag: string) => add(tag)}
            onBlur={() => add(typed)}
            onKeyDown={(event) => event.key === 'Escape' && setTyped(null)}
          />
        ))}
      <SendFailure error={adding.error ?? removing.error} />
    </div>
  );
}
