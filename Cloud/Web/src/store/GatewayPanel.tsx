import { HddOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { GatewaySummary } from '../api/types';
import { healthOf } from '../stores/health';
import { WarningMarks } from '../stores/WarningMarks';
import { Age, Ago } from '../ui/Ago';
import { Fact } from '../ui/Fact';
import { StateMark } from '../ui/StateMark';
import { useFormat } from '../ui/useFormat';
import { useNow } from '../ui/useNow';

export function GatewayPanel({ gateway }: { gateway: GatewaySummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const health = healthOf(gateway, useNow());
  return (
    <article className="panel gateway">
      <header>
        <HddOutlined className="quiet" aria-hidden />
        <h2 className="mono">{gateway.gateway}</h2>
        <StateMark health={health} since={gateway.statusSince} />
        <WarningMarks gateway={gateway} />
        <span className="quiet mono push">
          {t('store.version')} {gateway.version ?? t('stores.notSaid')}
        </span>
      </header>
      <dl className="facts facts-wide">
        <Fact name={t('store.committedSeq')}>
          <span className="digits">{format.number(gateway.committedSeq)}</span>
          {gateway.epoch !== null && <small className="mono quiet"> {t('stores.epoch', { epoch: gateway.epoch })}</small>}
        </Fact>
        <Fact name={t('store.total')}>{format.number(gateway.events)}</Fact>
        <Fact name={t('store.waiting')}>{gateway.lastCommittedAt === null ? t('stores.notSaid') : format.number(gateway.depth)}</Fact>
        <Fact name={t('store.oldest')}>
          <Age since={gateway.oldestUnsent} empty={t(gateway.lastCommittedAt === null ? 'stores.notSaid' : 'stores.none')} />
        </Fact>
        <Fact name={t('store.lastCommitted')}>
          <Ago at={gateway.lastCommittedAt} empty={t('stores.never')} />
        </Fact>
        <Fact name={t('store.lastEvent')}>
          <Ago at={gateway.lastEventAt} empty={t('stores.never')} />
        </Fact>
        <Fact name={t('store.gaps')}>{format.number(gateway.gapEvents)}</Fact>
        <Fact name={t('store.dead')}>{format.number(gateway.deadLetters)}</Fact>
      </dl>
    </article>
  );
}
