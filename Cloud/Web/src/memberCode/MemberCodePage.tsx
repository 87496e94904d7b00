import { DisconnectOutlined, QrcodeOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Progress, QRCode } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, showMemberCode } from '../api/client';
import { AppearanceSwitch, LanguageSwitch } from '../app/Switches';
import { Notice } from '../ui/Notice';
import { PageSkeleton } from '../ui/PageSkeleton';
import { useTitle } from '../ui/useTitle';
import { codeAt, linkOf } from './codes';
import './memberCode.css';

const refetchMs = 120_000;
const stepSeconds = 30;

/** A member's own page: the code that changes. What proves the link never leaves the address bar but to headquarters. */
export default function MemberCodePage() {
  const { t } = useTranslation();
  useTitle(t('members.codeTitle'));
  const [link] = useState(() => linkOf(window.location.hash));
  const answer = useQuery({
    queryKey: ['member-code'],
    queryFn: async ({ signal }) => {
      const codes = await showMemberCode(link?.code ?? '', link?.token ?? '', signal);
      return { ...codes, ahead: Date.parse(codes.now) - Date.now() };
    },
    enabled: link !== null,
    refetchInterval: refetchMs,
    refetchOnReconnect: true,
    refetchOnWindowFocus: true,
    staleTime: refetchMs / 2,
  });
  const now = useSecond() + (answer.data?.ahead ?? 0);
  const shown = answer.data ? codeAt(answer.data.codes, now) : null;
  const bad = link === null || (answer.error instanceof ApiError && answer.error.failure === 'missing');
  return (
    <div className="code-page">
      <header>
        <LanguageSwitch />
        <AppearanceSwitch />
      </header>
      <main>
        {bad ? (
          <Notice icon={<QrcodeOutlined />} title={t('members.codeBad')} help={t('members.codeBadHelp')} />
        ) : shown && answer.data ? (
          <section className="panel code-panel">
            <h1>{answer.data.name}</h1>
            {answer.data.level !== '' && <p className="quiet">{answer.data.level}</p>}
            <div className="code-picture" role="img" aria-label={t('members.codeTitle')}>
              <QRCode value={shown.text} size={232} bordered={false} color="#000" bgColor="#fff" errorLevel="M" type="svg" />
            </div>
            <Progress percent={(100 * shown.secondsLeft) / stepSeconds} showInfo={false} size="small" aria-hidden />
            <p className="quiet">{t('members.codeNext', { seconds: shown.secondsLeft })}</p>
            <p>{t('members.codeHelp')}</p>
            {answer.isError && <p className="quiet">{t('members.codeOffline')}</p>}
          </section>
        ) : answer.isPending ? (
          <PageSkeleton label={t('members.codeTitle')} />
        ) : (
          <Notice icon={<DisconnectOutlined />} title={t('members.codeGone')} help={t('members.codeGoneHelp')} />
        )}
      </main>
    </div>
  );
}

/** The present, moving once a second. */
function useSecond(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}
