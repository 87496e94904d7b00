import { DeleteOutlined, MessageOutlined } from '@ant-design/icons';
import { Button, Form, Input, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { addNote, removeNote, type Customer } from '../api/customers';
import { useMay } from '../session/session';
import { Ago } from '../ui/Ago';
import { Notice } from '../ui/Notice';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';

/** What colleagues wrote down. */
export function NotesTab({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const may = useMay()('editCustomers');
  const [form] = Form.useForm<{ text: string }>();
  const renews = [['customer', customer.id], ['timeline', customer.id]];
  const writing = useSend(({ text }: { text: string }, key) => addNote(customer.id, text.trim(), key), { renews, done: () => t('customer.noteSaved'), onDone: () => form.resetFields() });
  const removing = useSend((note: string) => removeNote(customer.id, note), { renews });
  return (
    <div className="notes">
      {may && (
        <Form form={form} className="panel pad" layout="vertical" requiredMark={false} onFinish={(typed: { text: string }) => writing.mutate(typed)}>
          <SendFailure error={writing.error} />
          <Form.Item name="text" label={t('customer.noteWrite')} extra={t('customer.noteHelp')} rules={[{ required: true, whitespace: true, message: t('customer.noteWrite') }]}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2_000} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={writing.isPending}>
            {t('customer.noteSave')}
          </Button>
        </Form>
      )}
      <SendFailure error={removing.error} />
      {customer.notes.length === 0 ? (
        <Notice icon={<MessageOutlined />} title={t('customer.notesEmpty')} help={t('customer.noteHelp')} />
      ) : (
        <ul className="cards">
          {customer.notes.map((note) => (
            <li className="panel card" key={note.id}>
              <p className="breaks note-text">{note.text}</p>
              <div className="customer-card-foot">
                <span className="quiet">
                  {note.who} · <Ago at={note.at} empty="" />
                  {note.customer !== customer.id && ` · ${t('customer.as', { id: note.customer })}`}
                </span>
                {may && (
                  <Popconfirm title={t('customer.noteRemove')} okText={t('ui.remove')} cancelText={t('ui.cancel')} okButtonProps={{ danger: true }} onConfirm={() => removing.mutate(note.id)}>
                    <Button type="text" size="small" icon={<DeleteOutlined />}>
                      {t('ui.remove')}
                    </Button>
                  </Popconfirm>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
