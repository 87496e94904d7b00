import { useQuery } from '@tanstack/react-query';
import { Button, Form, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import { getBudget, putBudget, type Budget } from '../api/orders';
import { May } from '../session/session';
import { Money } from '../ui/Money';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { YuanField } from '../ui/YuanField';

/** What a store may still spend on goods, and what is proposed. */
export function BudgetPanel({ store }: { store: string }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const budget = useQuery({ queryKey: ['budget', store], queryFn: ({ signal }) => budgetOrNull(store, signal), staleTime: 0 });
  if (budget.data === undefined) {
    return null;
  }

  return (
    <section className="panel budget" aria-labelledby="budget">
      <h2 className="section-title" id="budget">
        {t('orders.budget')} {budget.data && <span className="count">{t(budget.data.period === 'week' ? 'orders.budgetWeek' : 'orders.budgetMonth')}</span>}
      </h2>
      {editing ? (
        <BudgetForm store={store} budget={budget.data} onDone={() => setEditing(false)} />
      ) : (
        <>
          {budget.data === null ? <p className="quiet">{t('orders.budgetNone')}</p> : <BudgetBar budget={budget.data} />}
          <May permission="editStores">
            <Button size="small" onClick={() => setEditing(true)}>
              {t(budget.data === null ? 'orders.budgetSet' : 'ui.edit')}
            </Button>
          </May>
        </>
      )}
    </section>
  );
}

async function budgetOrNull(store: string, signal: AbortSignal): Promise<Budget | null> {
  try {
    return await getBudget(store, signal);
  } catch (error) {
    if (error instanceof ApiError && error.failure === 'missing') {
      return null;
    }

    throw error;
  }
}

function BudgetBar({ budget }: { budget: Budget }) {
  const { t } = useTranslation();
  const share = (fen: number) => `${Math.max(0, Math.min(100, (100 * fen) / Math.max(1, budget.amountFen)))}%`;
  return (
    <>
      <p className="figure budget-left">
        <Money fen={budget.leftFen} /> <small>{t('orders.budgetLeft')}</small>
      </p>
      <div className="bar bar-budget" aria-hidden>
        <span style={{ width: share(budget.spentFen) }} />
      </div>
      <p className="quiet">
        {t('orders.budgetSpent')} <Money fen={budget.spentFen} /> · {t('orders.budgetProposed')} <Money fen={budget.proposedFen} />
        {budget.unfundedFen > 0 && (
          <span className="below-zero">
            {' · '}
            {t('orders.budgetShort')} <Money fen={budget.unfundedFen} />
          </span>
        )}
      </p>
      {budget.unfundedFen > 0 && <p className="quiet">{t('orders.budgetHelp')}</p>}
    </>
  );
}

function BudgetForm({ store, budget, onDone }: { store: string; budget: Budget | null; onDone: () => void }) {
  const { t } = useTranslation();
  const [period, setPeriod] = useState<'week' | 'month'>(budget?.period ?? 'week');
  const [fen, setFen] = useState<number | null>(budget?.amountFen ?? null);
  const saving = useSend((body: { period: 'week' | 'month'; amountFen: number }) => putBudget(store, body, budget?.etag), {
    renews: [['budget', store], ['replenishment'], ['purchases']],
    done: () => t('orders.budgetSaved'),
    onDone,
  });
  return (
    <Form className="budget-form" onFinish={() => fen !== null && saving.mutate({ period, amountFen: fen })}>
      <Segmented
        aria-label={t('orders.budget')}
        value={period}
        onChange={setPeriod}
        options={[
          { value: 'week' as const, label: t('orders.budgetWeek') },
          { value: 'month' as const, label: t('orders.budgetMonth') },
        ]}
      />
      <YuanField fen={fen} label={t('orders.budgetAmount')} onChange={setFen} />
      <SendFailure error={saving.error} />
      <div className="panel-actions">
        <Button type="primary" htmlType="submit" loading={saving.isPending} disabled={fen === null}>
          {t('ui.save')}
        </Button>
        <Button onClick={onDone}>{t('ui.cancel')}</Button>
      </div>
    </Form>
  );
}
