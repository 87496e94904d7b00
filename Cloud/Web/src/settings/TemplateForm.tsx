import { EyeOutlined, SendOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import { listTemplateVersions, previewTemplate, saveTemplate, type StoreGroup, type TemplateBody, type TemplatePreview, type TemplateRow, type TemplateVersion } from '../api/templates';
import { ChangeList } from '../fleet/ChangeList';
import { Ago } from '../ui/Ago';
import { Loading } from '../ui/Loading';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';

interface TemplateFormProps {
  readonly open: TemplateRow | 'new' | null;
  readonly groups: readonly StoreGroup[];
  readonly onClose: () => void;
}

interface Typed {
  readonly template: string;
  readonly name: string;
  readonly group: string;
  readonly rank: number;
  readonly text: string;
}

const drawn = (sections: unknown) => JSON.stringify(sections, null, 2);

/** A template as text, what it would do, and putting it in force. */
export function TemplateForm({ open, groups, onClose }: TemplateFormProps) {
  const { t } = useTranslation();
  return (
    <Drawer open={open !== null} onClose={onClose} size={720} title={open === 'new' || open === null ? t('templates.add') : open.name} destroyOnHidden>
      {open === 'new' && <FormBody versions={[]} groups={groups} onClose={onClose} />}
      {open !== 'new' && open !== null && <Known row={open} groups={groups} onClose={onClose} />}
    </Drawer>
  );
}

function Known({ row, groups, onClose }: { row: TemplateRow; groups: readonly StoreGroup[]; onClose: () => void }) {
  const { t } = useTranslation();
  const versions = useQuery({ queryKey: ['templateVersions', row.template], queryFn: ({ signal }) => listTemplateVersions(row.template, signal), staleTime: 0, gcTime: 0 });
  return (
    <Loading query={versions} label={t('ui.loading')}>
      {(known) => <FormBody key={known[0]?.version} versions={known} groups={groups} onClose={onClose} />}
    </Loading>
  );
}

function FormBody({ versions, groups, onClose }: { versions: readonly TemplateVersion[]; groups: readonly StoreGroup[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Typed>();
  const [shown, setShown] = useState<{ readonly of: string; readonly preview: TemplatePreview } | null>(null);
  const typed = Form.useWatch([], form) as Partial<Typed> | undefined;
  const now = versions[0];
  const bodyOf = ({ name, group, rank, text }: Typed): TemplateBody => ({ name: name.trim(), group, rank, sections: JSON.parse(text) as unknown });
  const looking = useSend((each: Typed) => previewTemplate(each.template, bodyOf(each)), {
    renews: [],
    onDone: (preview, each) => setShown({ of: JSON.stringify(each), preview }),
  });
  const saving = useSend((each: Typed) => saveTemplate(each.template, bodyOf(each), now?.version ?? 0), {
    renews: [['templates'], ['config'], ['configVersions']],
    done: () => t('templates.applied'),
    onDone: onClose,
  });
  const needed = [{ required: true, message: t('templates.missing') }];
  const isJson = {
    validator: (_: unknown, text: string) => {
      try {
        JSON.parse(text);
        return Promise.resolve();
      } catch (error) {
        return Promise.reject(new Error(t('templates.notJson', { why: error instanceof Error ? error.message : '' })));
      }
    },
  };
  const isShown = shown !== null && shown.of === JSON.stringify(typed);
  const isStale = saving.error instanceof ApiError && saving.error.failure === 'stale';
  return (
    <Form<Typed>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={now ? { template: now.template, name: now.name, group: now.group, rank: now.rank, text: drawn(now.sections) } : { rank: 0, text: drawn({ health: { reportEvery: '00:05:00' } }) }}
      onFinish={(each) => (isShown && shown.preview.mistakes.length === 0 ? saving.mutate(each) : looking.mutate(each))}
    >
      <div className="form-grid">
        <Form.Item name="template" label={t('templates.id')} extra={t('templates.idHelp')} rules={[{ required: true, pattern: /^[a-z0-9-]{1,64}$/, message: t('templates.idHelp') }]}>
          <Input className="mono" maxLength={64} disabled={now !== undefined} autoCapitalize="none" autoComplete="off" />
        </Form.Item>
        <Form.Item name="name" label={t('templates.name')} rules={[{ required: true, whitespace: true, message: t('templates.missing') }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="group" label={t('templates.group')} rules={needed}>
          <Select options={groups.map(({ group, name }) => ({ value: group, label: name }))} />
        </Form.Item>
        <Form.Item name="rank" label={t('templates.rank')} extra={t('templates.rankHelp')} rules={needed}>
          <InputNumber min={0} max={1000} precision={0} />
        </Form.Item>
      </div>
      <Form.Item name="text" label={t('templates.sections')} extra={t('templates.sectionsHelp')} rules={[isJson]}>
        <Input.TextArea className="mono" autoSize={{ minRows: 8, maxRows: 24 }} spellCheck={false} />
      </Form.Item>
      {shown !== null && isShown && <Preview preview={shown.preview} />}
      {isStale ? <Alert type="warning" showIcon role="alert" title={t('templates.stale')} /> : <SendFailure error={saving.error ?? looking.error} />}
      <div className="hook-actions">
        <Button htmlType="submit" type={isShown ? 'default' : 'primary'} icon={<EyeOutlined />} loading={looking.isPending} disabled={isShown}>
          {t('templates.preview')}
        </Button>
        <Button htmlType="submit" type={isShown ? 'primary' : 'default'} icon={<SendOutlined />} loading={saving.isPending} disabled={!isShown || shown.preview.mistakes.length > 0}>
          {t('templates.apply')}
        </Button>
      </div>
      {versions.length > 1 && (
        <>
          <h3 className="section-title template-earlier">{t('templates.earlier')}</h3>
          <ul className="fleet-list">
            {versions.slice(1).map((version) => (
              <li key={version.version}>
                <strong className="digits">{t('templates.version', { version: version.version })}</strong>
                <span className="quiet">{version.who}</span>
                <Ago at={version.at} empty="" />
                <span className="fleet-end">
                  <Button onClick={() => form.setFieldsValue({ name: version.name, group: version.group, rank: version.rank, text: drawn(version.sections) })}>{t('templates.bring')}</Button>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Form>
  );
}

/** What would differ where, or why it cannot be put in force. */
function Preview({ preview: { mistakes, changed, same, gateways } }: { preview: TemplatePreview }) {
  const { t } = useTranslation();
  if (mistakes.length > 0) {
    return (
      <Alert
        className="planogram-said"
        type="error"
        showIcon
        role="alert"
        title={t('templates.mistakes')}
        description={
          <ul className="why">
            {mistakes.map(({ path, message }) => (
              <li key={path + message}>
                <span className="mono">{path}</span> {message}
              </li>
            ))}
          </ul>
        }
      />
    );
  }

  return (
    <section className="template-preview" aria-label={t('templates.preview')} aria-live="polite">
      <p>
        <strong>{t('templates.changes', { count: changed })}</strong> <span className="quiet">{t('templates.same', { count: same })}</span>
      </p>
      {gateways.map(({ store, gateway, changes }) => (
        <details key={gateway} open={gateways.length === 1}>
          <summary>
            {gateway} <span className="quiet">{store}</span>
          </summary>
          <ChangeList changes={changes} />
        </details>
      ))}
      {changed > gateways.length && <p className="quiet">{t('templates.first', { count: gateways.length })}</p>}
    </section>
  );
}
