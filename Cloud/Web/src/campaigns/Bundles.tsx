import { DeleteOutlined, InboxOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { Button, Popconfirm, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { addBundle, removeBundle, type Bundle } from '../api/campaigns';
import { Ago } from '../ui/Ago';
import { Loading } from '../ui/Loading';
import { Mark } from '../ui/Mark';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';
import { useSend } from '../ui/useSend';

/** The bundles that are here, and the place to bring another. */
export function Bundles({ bundles }: { bundles: UseQueryResult<readonly Bundle[]> }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const sending = useMutation({ mutationFn: (file: File) => addBundle(file), onSuccess: () => queryClient.invalidateQueries({ queryKey: ['bundles'] }) });
  const removing = useSend((hash: string) => removeBundle(hash), { renews: [['bundles']] });
  return (
    <section className="campaign-bundles" aria-label={t('campaigns.bundles')}>
      <h2 className="section-title">{t('campaigns.bundles')}</h2>
      <Loading query={bundles} label={t('campaigns.loading')}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="quiet">{t('campaigns.noBundles')}</p>
          ) : (
            <ul className="panel campaign-list">
              {rows.map((bundle) => (
                <li key={bundle.hash}>
                  <Words bundle={bundle} />
                  {bundle.campaigns > 0 ? (
                    <span className="quiet">{t('campaigns.inUse', { count: bundle.campaigns })}</span>
                  ) : (
                    <Popconfirm
                      title={t('campaigns.removeAsk', { version: bundle.version, arch: bundle.arch })} okText={t('campaigns.remove')} cancelText={t('ui.cancel')}
                      onConfirm={() => removing.mutate(bundle.hash)}
                    >
                      <Button icon={<DeleteOutlined />} loading={removing.isPending && removing.variables === bundle.hash}>{t('campaigns.remove')}</Button>
                    </Popconfirm>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loading>
      <Upload.Dragger
        className="campaign-drop" accept=".update" showUploadList={false} disabled={sending.isPending}
        beforeUpload={(file: File) => {
          sending.mutate(file);
          return false;
        }}
      >
        <p>
          <InboxOutlined aria-hidden /> <b>{sending.isPending ? t('campaigns.sending', { name: sending.variables.name }) : t('campaigns.drop')}</b>
        </p>
        <p className="quiet">{t('campaigns.dropHelp')}</p>
      </Upload.Dragger>
      <SendFailure error={sending.error} title={t('campaigns.notTaken')} />
      <SendFailure error={removing.error} />
    </section>
  );
}

function Words({ bundle }: { bundle: Bundle }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <strong className="mono">
        {bundle.version} {bundle.arch}
      </strong>
      <span className="quiet digits">
        {t('campaigns.serial', { serial: bundle.serial })} · {format.bytes(bundle.size)}
      </span>
      <Mark tone={bundle.isSigned ? 'good' : 'none'} help={bundle.isSigned ? '' : t('campaigns.unsignedHelp')}>{t(bundle.isSigned ? 'campaigns.signed' : 'campaigns.unsigned')}</Mark>
      <span className="quiet campaign-grow">
        {bundle.uploadedBy} · <Ago at={bundle.uploadedAt} empty="" />
      </span>
    </>
  );
}
