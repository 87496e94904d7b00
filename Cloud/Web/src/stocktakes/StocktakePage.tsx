import { CheckOutlined, CloudSyncOutlined, ScanOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { closeStocktake, getStocktake, type Stocktake, type StocktakeLine } from '../api/stock';
import { useStoreName } from '../app/MyStore';
import { useGoodsWords } from '../goods/useWords';
import { Loading, loadedOf } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { Quantity, QuantityField } from '../ui/Quantity';
import { ScanField } from '../ui/ScanField';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { Result } from './Result';
import { StocktakeMark } from './StocktakesPage';
import { useCounting } from './useCounting';
import './stocktakes.css';

/** Scan, scan, scan: the last product stands large with its count; the rest below. */
export default function StocktakePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const words = useGoodsWords();
  const nameOf = useStoreName();
  const stocktake = useQuery({ queryKey: ['stocktake', id], queryFn: ({ signal }) => getStocktake(id, signal), staleTime: 0 });
  const data = stocktake.data;
  return (
    <>
      <PageHead
        title={data ? (data.name === data.location ? words.place(data.location) : data.name) : t('stocktakes.title')}
        lead={data && `${nameOf(data.store)} · ${data.who}`}
        back={{ to: '/stocktake', label: t('stocktakes.title') }}
        mark={data && <StocktakeMark state={data.state} />}
        loaded={loadedOf(stocktake)}
      />
      <Loading query={stocktake} label={t('stocktakes.loadingOne')}>
        {(known) => (known.state === 'open' ? <Counting stocktake={known} /> : <Result stocktake={known} />)}
      </Loading>
    </>
  );
}

function Counting({ stocktake }: { stocktake: Stocktake }) {
  const { t } = useTranslation();
  const { count, unsent, waiting, refused } = useCounting(stocktake.id);
  // Headquarters gives the line that was counted last a later time than all others.
  const lines = [...stocktake.lines].sort((left, right) => Date.parse(right.countedAt) - Date.parse(left.countedAt));
  const [latest, ...earlier] = lines;
  return (
    <>
      <div className="counting">
        <ScanField onCode={(code) => count(code, 1, false)} />
        {waiting && (
          <p className="count-waiting" role="status">
            <CloudSyncOutlined aria-hidden /> {t('stocktakes.notSent', { count: unsent })}
          </p>
        )}
        {refused && (
          <Alert type="warning" showIcon role="alert" title={t('stocktakes.unknown', { code: refused.code })} description={t('stocktakes.unknownHelp')} />
        )}
        {latest ? <Latest line={latest} onSet={(quantity) => count(latest.sku, quantity, true)} /> : <Notice icon={<ScanOutlined />} title={t('stocktakes.scanFirst')} help={t('stocktakes.scanFirstHelp')} />}
        {earlier.length > 0 && (
          <section aria-labelledby="count-lines">
            <h2 className="section-title" id="count-lines">
              {t('stocktakes.countedLines')} <span className="count">{t('stocktakes.products', { count: lines.length })}</span>
            </h2>
            <ul className="panel count-lines">
              {earlier.map((line) => (
                <li key={line.sku}>
                  <span className="who">
                    <strong>{line.name || line.sku}</strong>
                    <span className="quiet mono">{line.sku}</span>
                  </span>
                  <QuantityField whole value={line.counted} unit={line.unit} label={`${t('stocktakes.set')}: ${line.name}`} onChange={(quantity) => quantity !== null && quantity !== line.counted && count(line.sku, quantity, true)} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <Finish stocktake={stocktake} disabled={lines.length === 0 || unsent > 0} />
    </>
  );
}

function Latest({ line, onSet }: { line: StocktakeLine; onSet: (quantity: number) => void }) {
  const { t } = useTranslation();
  return (
    <section className="panel latest" aria-live="polite">
      <p className="latest-name">{line.name || line.sku}</p>
      <p className="quiet mono">{line.sku}</p>
      <p className="latest-count" key={line.counted}>
        <Quantity value={line.counted} unit={line.unit} />
      </p>
      <QuantityField steps whole value={line.counted} unit={line.unit} label={`${t('stocktakes.set')}: ${line.name}`} onChange={(quantity) => quantity !== null && quantity !== line.counted && onSet(quantity)} />
      <p className="quiet">{t('stocktakes.again')}</p>
    </section>
  );
}

/** Booking what was counted takes one tap; setting what was not scanned to nothing is asked about first. */
function Finish({ stocktake, disabled }: { stocktake: Stocktake; disabled: boolean }) {
  const { t } = useTranslation();
  const words = useGoodsWords();
  const { modal } = App.useApp();
  const [missing, setMissing] = useState<'keep' | 'zero'>('keep');
  const closing = useSend((how: 'keep' | 'zero') => closeStocktake(stocktake.id, how), {
    renews: [['stocktake', stocktake.id], ['stocktakes'], ['stock'], ['card'], ['moves'], ['shelves', stocktake.store]],
    done: () => t('stocktakes.finished'),
  });
  const finish = () => {
    if (missing === 'keep') {
      closing.mutate('keep');
      return;
    }

    modal.confirm({
      title: t('stocktakes.finishTitle', { name: stocktake.name === stocktake.location ? words.place(stocktake.location) : stocktake.name }),
      content: t('stocktakes.zeroHelp'),
      okText: t('stocktakes.finishDo'),
      cancelText: t('ui.back'),
      onOk: () => closing.mutate('zero'),
    });
  };
  return (
    <>
      <fieldset className="finish-missing">
        <legend>{t('stocktakes.missing')}</legend>
        <p className="quiet">{t('stocktakes.finishHelp')}</p>
        <Radio.Group
          value={missing}
          onChange={(event) => setMissing(event.target.value as 'keep' | 'zero')}
          options={[
            { value: 'keep', label: t('stocktakes.missingKeep') },
            { value: 'zero', label: t('stocktakes.missingZero') },
          ]}
        />
      </fieldset>
      <SendFailure error={closing.error} />
      <div className="action-bar">
        <Button type="primary" size="large" icon={<CheckOutlined />} disabled={disabled} loading={closing.isPending} onClick={finish}>
          {t('stocktakes.finishDo')}
        </Button>
      </div>
    </>
  );
}
