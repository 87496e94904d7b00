import { HistoryOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getConfig, getConfigChanges, listConfigVersions, restoreConfig, type ConfigVersion } from '../api/gateways';
import { useMay } from '../session/session';
import { Ago } from '../ui/Ago';
import { LoadMore } from '../ui/LoadMore';
import { Loading } from '../ui/Loading';
import { Mark } from '../ui/Mark';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { ChangeList } from './ChangeList';

const askAgainMs = 5_000;

/** Every configuration that was wanted of a gateway: who, when, what it said, what differs, and the way back. */
export function Configurations({ gateway }: { gateway: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const [shown, setShown] = useState<number | null>(null);
  const pages = useInfiniteQuery({
    queryKey: ['configVersions', gateway],
    queryFn: ({ pageParam, signal }) => listConfigVersions(gateway, pageParam, signal),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state: { data } }) => (data?.pages[0]?.versions[0]?.status === null ? askAgainMs : false),
  });
  const restoring = useSend((version: number) => restoreConfig(gateway, version), { renews: [['configVersions', gateway], ['config', gateway]], done: ({ version }) => t('configs.restored', { version }) });
  const versions = pages.data?.pages.flatMap((page) => page.versions) ?? [];
  return (
    <section aria-label={t('configs.title')}>
      <h2 className="section-title">{t('configs.title')}</h2>
      {versions[0] && <Sources gateway={gateway} newest={versions[0].version} />}
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
      <LoadMore hasMore={pages.hasNextPage} busy={pages.isFetchingNextPage} onMore={() => void pages.fetchNextPage()} />
      <SendFailure error={restoring.error} />
    </section>
  );
}

/** Where each section of what is wanted now comes from: a template, or the gateway alone. */
function Sources({ gateway, newest }: { gateway: string; newest: number }) {
  const { t } = useTranslation();
  const wanted = useQuery({ queryKey: ['config', gateway, newest], queryFn: ({ signal }) => getConfig(gateway, signal) }).data;
  const sections = Object.entries(wanted?.config ?? {}).filter(([, value]) => value !== null);
  return sections.length === 0 ? null : (
    <ul className="panel fleet-list" aria-label={t('templates.sources')}>
      {sections.map(([section]) => (
        <li key={section}>
          <strong className="mono">{section}</strong>
          <span className="quiet">{wanted?.origins[section] === undefined ? t('templates.own') : t('templates.ofTemplate', { template: wanted.origins[section] })}</span>
        </li>
      ))}
    </ul>
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
            <ChangeList changes={found} />
            {isCut && <p className="quiet">{t('configs.cut')}</p>}
          </>
        )}
      </Loading>
    </div>
  );
}
