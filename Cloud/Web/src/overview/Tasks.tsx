import { BarcodeOutlined, InboxOutlined, ScheduleOutlined, ShoppingCartOutlined, UserOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../session/session';

/** What staff do most, one tap away. */
export function Tasks() {
  const { t } = useTranslation();
  const may = useMay();
  const tasks = [
    { to: '/find', icon: <BarcodeOutlined />, word: t('overview.taskFind'), help: t('overview.taskFindHelp'), permission: 'viewStock' },
    { to: '/stocktake', icon: <ScheduleOutlined />, word: t('overview.taskCount'), help: t('overview.taskCountHelp'), permission: 'countStock' },
    { to: '/purchases', icon: <InboxOutlined />, word: t('overview.taskReceive'), help: t('overview.taskReceiveHelp'), permission: 'viewOrders' },
    { to: '/replenishment', icon: <ShoppingCartOutlined />, word: t('overview.taskOrder'), help: t('overview.taskOrderHelp'), permission: 'viewOrders' },
    { to: '/customers', icon: <UserOutlined />, word: t('overview.taskCustomer'), help: t('overview.taskCustomerHelp'), permission: 'viewCustomers' },
  ].filter(({ permission }) => may(permission));
  return (
    <nav className="tasks" aria-label={t('overview.tasks')}>
      {tasks.map(({ to, icon, word, help }) => (
        <Link key={to} to={to} className="panel task">
          <span className="task-icon" aria-hidden>
            {icon}
          </span>
          <span className="task-words">
            <strong>{word}</strong>
            <small>{help}</small>
          </span>
        </Link>
      ))}
    </nav>
  );
}
