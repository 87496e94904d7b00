import { HistoryOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getConfigChanges, listConfigVersions, restoreConfig, type ConfigVersion } from '../api/gateways';
import { useMay } from '../session/session';
import { Ago } from '../ui/Ago';
import { Loading } from '../ui/Loading';
import { Mark } from '../ui/Mark';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';

const askAgainMs = 5_000;

/** Every configuration that was wanted of a gateway: who, when, what it said, what differs, and the way back. */
export function Configurations({ gateway }: { gateway: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const [shown, setShown] = useState<number | null>(null);
  const page = useQuery({
    queryKey: ['configVersions', gateway],
    queryFn: ({ signal }) => listConfigVersions(gateway, signal),
    refetchInterval: ({ state: { data } }) => (data?.versions[0]?.status === null ? askAgainMs : false),
  });
  const restoring = useSend((version: number) => restoreConfig(gateway, version), { renews: [['configVersions', gateway]], done: ({ version }) => t('configs.restored', { version }) });
  const versions = page.data?.versions ?? [];
  return (
    <section aria-label={t('configs.title')}>
      <h2 className="section-title">{t('configs.title')}</h2>
      {versions.length === 0 ? (
        <p className="quiet">{t('configs.none')}</p>
      ) : (
        <ul className="panel fleet-list">
          {versions.map((version, index) => (
            <li key={version.version}>
              <strong className="digits">{t('configs.version', { version: version.version })}</strong>
              <Said version={version} isNewest={index === 0} />
              <span>{version.takenFrom === null ? t(`configs.c_${version.cause}`, version.cause) : t('configs.c_taken_back', { version: version.takenFrom })}</span>
              <span className="quiet">{version.who ?? ''}</span>
              <Ago at={version.at} empty="" />
              <span className="fleet-end">
                <Button aria-expanded={shown === version.version} onClick={() => setShown(shown === version.version ? null : version.version)}>
                  {t(shown === version.version ? 'commands.hide' : 'configs.changes')}
                </Button>
                {index > 0 && may('operateGateways') && (
                  <Popconfirm
                    title={t('configs.restoreAsk', { version: version.version })} description={t('configs.restoreHelp')} okText={t('configs.restore')} cancelText={t('ui.cancel')}
                    onConfirm={() => restoring.mutate(version.version)}
                  >
                    <Button icon={<HistoryOutlined />} loading={restoring.isPending && restoring.variables === version.version}>{t('configs.restore')}</Button>
                  </Popconfirm>
                )}
              </span>
              {version.errors.map(({ path, message }) => (
                <span key={path + message} className="quiet fleet-wide">{[path, message].filter(Boolean).join(': ')}</span>
              ))}
              {shown === version.version && <Changes gateway={gateway} version={version.version} />}
            </li>
          ))}
        </ul>
      )}
      <SendFailure error={restoring.error} />
    </section>
  );
}

function Said({ version: { status }, isNewest }: { version: ConfigVersion; isNewest: boolean }) {
  const { t } = useTranslation();
  return status === null
    ? <Mark tone={isNewest ? 'wait' : 'none'}>{t(isNewest ? 'configs.pending' : 'configs.overtaken')}</Mark>
    : <Mark tone={status === 'applied' ? 'good' : 'bad'}>{t(`configs.s_${status}`, status)}</Mark>;
}

function Changes({ gateway, version }: { gateway: string; version: number }) {
  const { t } = useTranslation();
  const changes = useQuery({ queryKey: ['configChanges', gateway, version], queryFn: ({ signal }) => getConfigChanges(gateway, version, null, signal) });
  return (
    <div className="fleet-wide">
      <Loading query={changes} label={t('configs.loading')}>
        {({ from, changes: found, isCut }) => (
          <>
            <p className="quiet">{from === 0 ? t('configs.first') : found.length === 0 ? t('configs.same', { from }) : t('configs.since', { from })}</p>
            <ul className="fleet-changes">
              {found.map(({ path, kind, before, after }) => (
                <li key={path}>
                  <span className="mono">{path}</span>
                  <span className="quiet">{t(`configs.k_${kind}`, kind)}</span>
                  {before !== null && <del className="mono">{before}</del>}
                  {after !== null && <ins className="mono">{after}</ins>}
                </li>
              ))}
            </ul>
            {isCut && <p className="quiet">{t('configs.cut')}</p>}
          </>
        )}
      </Loading>
    </div>
  );
}
