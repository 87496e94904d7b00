import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Popconfirm, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { getMember, withdrawConsent } from '../api/client';
import type { Consent, Member } from '../api/types';
import { Fact } from '../ui/Fact';
import { Failure } from '../ui/Failure';
import { PageSkeleton } from '../ui/PageSkeleton';
import { useFormat } from '../ui/useFormat';
import { canWithdraw, consentTones, consentWords, progressOf } from './faces';

/** While a withdrawal is under way its progress is asked for so often. */
const pollMs = 1_500;

/** One member: what staff know, and the consent store by store. */
export function MemberDrawer({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  const member = useQuery({
    queryKey: ['member', id],
    queryFn: ({ signal }) => getMember(id ?? '', signal),
    enabled: id !== null,
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.face === 'recalling' ? pollMs : false),
  });
  return (
    <Drawer open={id !== null} onClose={onClose} size={480} title={member.data?.name ?? t('members.title')} destroyOnHidden>
      {member.data ? (
        <MemberDetails member={member.data} />
      ) : member.isError ? (
        <Failure error={member.error} busy={member.isFetching} onRetry={() => void member.refetch()} />
      ) : (
        <PageSkeleton label={t('members.loading')} />
      )}
    </Drawer>
  );
}

export function MemberDetails({ member }: { member: Member }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts: [string, string | null][] = [
    [t('members.level'), member.level || null],
    [t('members.phone'), member.phone],
    [t('members.email'), member.email],
    [t('members.card'), member.card],
    [t('members.lastVisit'), member.lastVisit === null ? null : format.dateTime(Date.parse(member.lastVisit))],
    [t('members.assigned'), member.assignedTo],
    [t('members.usual'), member.usual.map((goods) => goods.name).join(', ') || null],
    [t('members.notes'), member.notes.join(' · ') || null],
  ];
  return (
    <>
      <dl className="facts member-facts">
        {facts.map(([name, value]) => (
          <Fact name={name} key={name}>
            {value ?? '—'}
          </Fact>
        ))}
      </dl>
      <h2 className="member-head">{t('members.consents')}</h2>
      {member.consents.length === 0 ? (
        <p className="quiet">{t('members.noConsents')}</p>
      ) : (
        <ul className="member-consents">
          {member.consents.map((consent) => (
            <ConsentLine consent={consent} key={consent.gateway} />
          ))}
        </ul>
      )}
      <Withdrawing member={member} />
    </>
  );
}

function ConsentLine({ consent }: { consent: Consent }) {
  const { t } = useTranslation();
  const format = useFormat();
  const waits = consent.state === 'recalling';
  const words = [
    consent.textVersion === null ? '' : t('members.text', { version: consent.textVersion, language: consent.language ?? '' }),
    consent.otherStores ? t('members.others') : '',
    format.dateTime(Date.parse(consent.withdrawnAt ?? consent.givenAt)),
    waits && !consent.online ? t('members.offline') : '',
    waits && consent.attempts > 0 ? t('members.attempts', { count: consent.attempts }) : '',
    waits ? (consent.said ?? '') : '',
  ];
  return (
    <li>
      <span>
        <b>{consent.storeName}</b> <span className="mono quiet">{consent.gateway}</span>
      </span>
      <span className={`mark mark-${consentTones[consent.state]}`}>{t(consentWords[consent.state])}</span>
      <small className="quiet">{words.filter(Boolean).join(' · ')}</small>
    </li>
  );
}

function Withdrawing({ member }: { member: Member }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const withdrawal = useMutation({
    mutationFn: () => withdrawConsent(member.id),
    onSettled: () => Promise.all([queryClient.invalidateQueries({ queryKey: ['member', member.id] }), queryClient.invalidateQueries({ queryKey: ['members'] })]),
  });
  const { done, total } = progressOf(member.consents);
  return (
    <>
      {(member.face === 'recalling' || member.face === 'withdrawn') && (
        <div role="status">
          <Progress percent={Math.round((100 * done) / Math.max(1, total))} status={done === total ? 'success' : 'active'} showInfo={false} />
          <p className="quiet">{t('members.withdrawnTo', { done, total })}</p>
        </div>
      )}
      {withdrawal.isError && <Alert type="error" showIcon title={t('members.failed')} description={withdrawal.error.message} />}
      {canWithdraw(member.consents) && (
        <Popconfirm
          title={t('members.confirm', { name: member.name })}
          description={t('members.confirmHelp')}
          okText={t('members.confirmYes')}
          cancelText={t('members.keep')}
          okButtonProps={{ danger: true }}
          onConfirm={() => withdrawal.mutate()}
        >
          <Button danger loading={withdrawal.isPending}>
            {t('members.withdraw')}
          </Button>
        </Popconfirm>
      )}
    </>
  );
}
