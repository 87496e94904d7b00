import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveRegions, type Region } from '../api/access';
import { useMay } from '../session/session';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { depthsOf, isWhole, mayBePartOf, without } from './regionTree';

/** The regions as a list that is saved as a whole: a tree with a hole in it is never sent. */
export function RegionFields({ regions }: { regions: readonly Region[] }) {
  const { t } = useTranslation();
  const may = useMay()('editAccounts');
  const [tree, setTree] = useState(regions);
  const saving = useSend(() => saveRegions(tree.map(({ region, name, parent }) => ({ region: region.trim(), name: name.trim(), parent }))), {
    renews: [['regions'], ['places']],
    done: () => t('settings.saved'),
  });
  const known = new Set(regions.map(({ region }) => region));
  const set = (index: number, change: Partial<Region>) => setTree(tree.map((each, at) => (at === index ? { ...each, ...change } : each)));
  const depths = depthsOf(tree);
  const changed = JSON.stringify(tree) !== JSON.stringify(regions);
  return (
    <section className="panel pad">
      {tree.length === 0 && <p className="quiet">{t('settings.regionsEmpty')}</p>}
      <div className="region-lines">
        {tree.map((each, index) => (
          <div className="region-line" key={index} style={{ paddingLeft: 18 * (depths[index] ?? 0) }}>
            <Input
              className="mono"
              value={each.region}
              disabled={known.has(each.region) && regions[index]?.region === each.region}
              maxLength={40}
              placeholder={t('settings.regionId')}
              aria-label={t('settings.regionId')}
              onChange={(event) => set(index, { region: event.target.value })}
            />
            <Input value={each.name} maxLength={100} placeholder={t('settings.regionName')} aria-label={t('settings.regionName')} onChange={(event) => set(index, { name: event.target.value })} />
            <Select<string>
              aria-label={t('settings.parent')}
              value={each.parent ?? ''}
              onChange={(parent) => set(index, { parent: parent === '' ? null : parent })}
              options={[{ value: '', label: t('settings.top') }, ...tree.filter((other) => mayBePartOf(tree, each.region, other.region)).map(({ region, name }) => ({ value: region, label: name || region }))]}
            />
            <span className="quiet">{t('settings.storesIn', { count: each.stores })}</span>
            <Button type="text" icon={<DeleteOutlined />} disabled={each.stores > 0} aria-label={t('settings.removeRegion', { name: each.name })} onClick={() => setTree(without(tree, index))} />
          </div>
        ))}
      </div>
      <SendFailure error={saving.error} />
      <div className="region-foot">
        <Button icon={<PlusOutlined />} onClick={() => setTree([...tree, { region: '', name: '', parent: null, stores: 0 }])}>
          {t('settings.addRegion')}
        </Button>
        <Button type="primary" disabled={!may || !changed || !isWhole(tree)} loading={saving.isPending} onClick={() => saving.mutate(undefined)}>
          {t('settings.saveTree')}
        </Button>
      </div>
    </section>
  );
}
