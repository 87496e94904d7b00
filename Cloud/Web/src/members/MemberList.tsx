import { Table, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberRow } from '../api/types';
import { Ago } from '../ui/Ago';
import { Fact } from '../ui/Fact';
import { FaceMark } from './FaceMark';

interface MemberListProps {
  readonly members: readonly MemberRow[];
  readonly onOpen: (id: string) => void;
}

/** The members as a table. */
export function MembersTable({ members, onOpen }: MemberListProps) {
  const { t } = useTranslation();
  const columns = useMemo<TableColumnsType<MemberRow>>(
    () => [
      {
        title: t('members.name'),
        key: 'name',
        render: (_, { id, name }) => (
          <button type="button" className="link" onClick={() => onOpen(id)}>
            {name}
          </button>
        ),
      },
      { title: t('members.level'), key: 'level', render: (_, { level }) => level || <span className="quiet">—</span> },
      { title: t('members.phone'), key: 'phone', render: (_, { phone }) => <span className="mono">{phone ?? '—'}</span> },
      { title: t('members.lastVisit'), key: 'lastVisit', render: (_, { lastVisit }) => <Ago at={lastVisit} empty={t('members.never')} /> },
      { title: t('members.face'), key: 'face', render: (_, { face }) => <FaceMark face={face} /> },
      { title: t('members.gateways'), key: 'stores', align: 'end', render: (_, { stores }) => stores },
    ],
    [t, onOpen],
  );

  return (
    <div className="panel table-panel">
      <Table<MemberRow> rowKey="id" columns={columns} dataSource={[...members]} pagination={false} />
    </div>
  );
}

/** The table of a phone. */
export function MemberCards({ members, onOpen }: MemberListProps) {
  const { t } = useTranslation();
  return (
    <ul className="cards">
      {members.map((member) => (
        <li className="panel card" key={member.id}>
          <button type="button" className="link" onClick={() => onOpen(member.id)}>
            {member.name}
          </button>
          <FaceMark face={member.face} />
          <dl className="facts">
            <Fact name={t('members.level')}>{member.level || '—'}</Fact>
            <Fact name={t('members.phone')}>{member.phone ?? '—'}</Fact>
            <Fact name={t('members.lastVisit')}>
              <Ago at={member.lastVisit} empty={t('members.never')} />
            </Fact>
            <Fact name={t('members.gateways')}>{member.stores}</Fact>
          </dl>
        </li>
      ))}
    </ul>
  );
}
