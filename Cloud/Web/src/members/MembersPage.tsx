import { IdcardOutlined, SearchOutlined } from '@ant-design/icons';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listMembers } from '../api/client';
import { StaleBanner } from '../app/LiveMark';
import { Failure } from '../ui/Failure';
import { Notice } from '../ui/Notice';
import { PageSkeleton } from '../ui/PageSkeleton';
import { usePhone } from '../ui/useMedia';
import { useTitle } from '../ui/useTitle';
import { GatewayKeys } from './GatewayKeys';
import { MemberDrawer } from './MemberDrawer';
import { MemberCards, MembersTable } from './MemberList';
import './members.css';

export default function MembersPage() {
  const { t } = useTranslation();
  const phone = usePhone();
  useTitle(t('members.title'));
  const [search, setSearch] = useState('');
  const [level, setLevel] = useState<string | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const [levels, setLevels] = useState<readonly string[]>([]);
  const wanted = useDeferredValue(search.trim());
  const pages = useInfiniteQuery({
    queryKey: ['members', wanted, level],
    queryFn: async ({ signal, pageParam }) => {
      const page = await listMembers({ search: wanted, level, ...(pageParam === null ? {} : { after: pageParam }) }, signal);
      setLevels((known) => [...new Set([...known, ...page.members.map((member) => member.level).filter(Boolean)])].sort());
      return page;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

  if (pages.isPending) {
    return <PageSkeleton label={t('members.loading')} />;
  }

  if (!pages.data) {
    return <Failure error={pages.error} busy={pages.isFetching} onRetry={() => void pages.refetch()} />;
  }

  const members = pages.data.pages.flatMap((page) => page.members);
  const filtered = wanted !== '' || level !== null;
  const List = phone ? MemberCards : MembersTable;
  return (
    <>
      <StaleBanner />
      <div className="page-head">
        <h1>{t('members.title')}</h1>
        <p>{t('members.lead')}</p>
      </div>
      <div className="toolbar">
        <Input
          allowClear
          className="search"
          prefix={<SearchOutlined aria-hidden />}
          placeholder={t('members.search')}
          aria-label={t('members.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Select
          className="member-level"
          allowClear
          placeholder={t('members.allLevels')}
          aria-label={t('members.level')}
          value={level}
          onChange={(value) => setLevel(value ?? null)}
          options={levels.map((name) => ({ value: name, label: name }))}
        />
      </div>
      {members.length === 0 ? (
        <Notice
          icon={filtered ? <SearchOutlined /> : <IdcardOutlined />}
          title={filtered ? t('members.noMatch') : t('members.empty')}
          help={filtered ? t('members.noMatchHelp') : t('members.emptyHelp')}
        />
      ) : (
        <List members={members} onOpen={setOpen} />
      )}
      {pages.hasNextPage && (
        <div className="member-more">
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('members.more')}
          </Button>
        </div>
      )}
      <GatewayKeys />
      <MemberDrawer id={open} onClose={() => setOpen(null)} />
    </>
  );
}
