import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { withdrawFace, type FaceConsent, type FaceState } from '../api/customers';
import { canWithdraw, consentTones, consentWords, progressOf } from '../members/faces';
import { useMay } from '../session/session';
import { SendFailure } from '../ui/SendFailure';
import { useFormat } from '../ui/useFormat';

interface FaceConsentsProps {
  readonly id: string;
  readonly name: string;
  readonly face: FaceState;
  readonly consents: readonly FaceConsent[];
}

/** Where a face may be recognised, store by store, and the button that ends it everywhere. */
export function FaceConsents({ id, name, face, consents }: FaceConsentsProps) {
  const { t } = useTranslation();
  return (
    <>
      {consents.length === 0 ? (
        <p className="quiet">{t('members.noConsents')}</p>
      ) : (
        <ul className="member-consents">
          {consents.map((consent) => (
            <ConsentLine consent={consent} key={consent.gateway} />
          ))}
        </ul>
      )}
      <Withdrawing id={id} name={name} face={face} consents={consents} />
    </>
  );
}

function ConsentLine({ consent }: { consent: FaceConsent }) {
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

function Withdrawing({ id, name, face, consents }: FaceConsentsProps) {
  const { t } = useTranslation();
  const may = useMay()('withdrawConsents');
  const queryClient = useQueryClient();
  const withdrawal = useMutation({
    mutationFn: () => withdrawFace(id),
    onSettled: () => Promise.all([['customer', id], ['customer-consents', id], ['customers']].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  });
  const { done, total } = progressOf(consents);
  return (
    <>
      {(face === 'recalling' || face === 'withdrawn') && (
        <div role="status">
          <Progress percent={Math.round((100 * done) / Math.max(1, total))} status={done === total ? 'success' : 'active'} showInfo={false} aria-label={t('members.withdrawnTo', { done, total })} />
          <p className="quiet">{t('members.withdrawnTo', { done, total })}</p>
        </div>
      )}
      <SendFailure error={withdrawal.error} title={t('members.failed')} />
      {may && canWithdraw(consents) && (
        <Popconfirm
          title={t('members.confirm', { name })}
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
