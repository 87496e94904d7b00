import { EnvironmentOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listPlaces, savePlace, type Place } from '../api/access';
import { Rows } from '../ui/KeysetList';
import { Loading } from '../ui/Loading';
import { SendFailure } from '../ui/SendFailure';
import { useSend } from '../ui/useSend';
import { useRegions } from './Reach';

const degrees = (millionths: number) => (millionths / 1_000_000).toFixed(5);

/** The stores with their region, address, time zone and position. */
export function Places() {
  const { t } = useTranslation();
  const regions = useRegions();
  const [open, setOpen] = useState<Place | null>(null);
  const places = useQuery({ queryKey: ['places'], queryFn: ({ signal }) => listPlaces(signal), staleTime: 0 });
  const regionName = (region: string | null) => (region === null ? t('settings.top') : (regions.data?.find((each) => each.region === region)?.name ?? region));
  const position = ({ latitudeE6, longitudeE6 }: Place) =>
    latitudeE6 === null || longitudeE6 === null ? (
      <span className="quiet">{t('settings.noPosition')}</span>
    ) : (
      <span className="digits nowrap">
        <EnvironmentOutlined aria-hidden /> {degrees(latitudeE6)}, {degrees(longitudeE6)}
      </span>
    );
  const name = (place: Place) => (
    <div className="who">
      <button type="button" className="link" onClick={() => setOpen(place)}>
        {place.name}
      </button>
      <span className="mono quiet">{place.store}</span>
    </div>
  );
  return (
    <>
      <div className="section-head">
        <h2>{t('settings.places')}</h2>
      </div>
      <Loading query={places} label={t('ui.loading')}>
        {(known) => (
          <Rows
            rows={known}
            rowKey={({ store }) => store}
            label={t('settings.places')}
            columns={[
              { title: t('ui.store'), key: 'name', render: (_, place) => name(place) },
              { title: t('settings.regionsOf'), key: 'region', render: (_, { region }) => regionName(region) },
              { title: t('settings.address'), key: 'address', render: (_, { address }) => address ?? <span className="quiet">—</span> },
              { title: t('settings.timeZone'), key: 'zone', render: (_, { timeZone }) => timeZone },
              { title: t('settings.where'), key: 'where', render: (_, place) => position(place) },
            ]}
            card={(place) => (
              <>
                {name(place)}
                <p className="quiet">{[regionName(place.region), place.address, place.timeZone].filter(Boolean).join(' · ')}</p>
                {position(place)}
              </>
            )}
          />
        )}
      </Loading>
      <Drawer open={open !== null} onClose={() => setOpen(null)} size={480} title={open === null ? '' : t('settings.editPlace', { name: open.name })} destroyOnHidden>
        {open && <PlaceForm place={open} onClose={() => setOpen(null)} />}
      </Drawer>
    </>
  );
}

interface Typed {
  readonly name: string;
  readonly region?: string;
  readonly address?: string;
  readonly timeZone: string;
  readonly latitude?: number | null;
  readonly longitude?: number | null;
}

const millionths = (value: number | null | undefined) => (value === null || value === undefined ? null : Math.round(value * 1_000_000));

function PlaceForm({ place, onClose }: { place: Place; onClose: () => void }) {
  const { t } = useTranslation();
  const regions = useRegions();
  const saving = useSend(
    ({ name, region, address, timeZone, latitude, longitude }: Typed) =>
      savePlace({
        store: place.store, name: name.trim(), region: region ? region : null, address: address?.trim() ? address.trim() : null, timeZone, latitudeE6: millionths(latitude), longitudeE6: millionths(longitude),
      }),
    { renews: [['places'], ['regions'], ['stores']], done: () => t('settings.saved'), onDone: onClose },
  );
  return (
    <Form<Typed>
      layout="vertical"
      requiredMark={false}
      initialValues={{
        name: place.name, region: place.region ?? '', address: place.address ?? '', timeZone: place.timeZone,
        latitude: place.latitudeE6 === null ? null : place.latitudeE6 / 1_000_000, longitude: place.longitudeE6 === null ? null : place.longitudeE6 / 1_000_000,
      }}
      onFinish={(typed) => saving.mutate(typed)}
    >
      <SendFailure error={saving.error} />
      <Form.Item name="name" label={t('settings.name')} rules={[{ required: true, whitespace: true, message: t('settings.missing') }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="region" label={t('settings.regionsOf')}>
        <Select options={[{ value: '', label: t('settings.top') }, ...(regions.data ?? []).map(({ region, name }) => ({ value: region, label: name }))]} />
      </Form.Item>
      <Form.Item name="address" label={t('settings.address')}>
        <Input.TextArea autoSize maxLength={200} />
      </Form.Item>
      <Form.Item name="timeZone" label={t('settings.timeZone')}>
        <Select showSearch options={[...new Set([place.timeZone, ...Intl.supportedValuesOf('timeZone')])].map((value) => ({ value, label: value }))} />
      </Form.Item>
      <div className="form-grid">
        <Form.Item name="latitude" label={t('settings.latitude')}>
          <InputNumber className="wide" min={-90} max={90} step={0.00001} precision={6} controls={false} />
        </Form.Item>
        <Form.Item name="longitude" label={t('settings.longitude')}>
          <InputNumber className="wide" min={-180} max={180} step={0.00001} precision={6} controls={false} />
        </Form.Item>
      </div>
      <div className="form-foot">
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={saving.isPending}>
          {t('ui.save')}
        </Button>
      </div>
    </Form>
  );
}
