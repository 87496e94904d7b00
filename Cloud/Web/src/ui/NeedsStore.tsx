import { ShopOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StorePicker } from './StorePicker';
import { useStoreFilter } from './useAddress';

/** For what is about one store: the reader's own, or asks for it once, under what stands there otherwise. */
export function NeedsStore({ children, otherwise, help }: { children: (store: string) => ReactNode; otherwise?: ReactNode; help?: string }) {
  const { t } = useTranslation();
  const [store, setStore] = useStoreFilter();
  if (store !== null) {
    return children(store);
  }

  return (
    <>
      {otherwise}
      <section className="panel pad needs-store">
        <ShopOutlined className="quiet" aria-hidden />
        <div>
          <strong>{t('ui.chooseStore')}</strong>
          <p className="quiet">{help ?? t('ui.chooseStoreHelp')}</p>
        </div>
        <StorePicker value={store} onChange={setStore} label={t('ui.chooseStore')} />
      </section>
    </>
  );
}
