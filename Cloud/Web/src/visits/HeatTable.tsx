import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeatMap } from '../api/visits';
import { usePreferences } from '../app/Preferences';
import { useFormat } from '../ui/useFormat';
import { hoursOf, peopleOf, shadesOf, weekdays } from './heat';

/** Monday of some week, to have the weekdays' names from. */
const monday = Date.UTC(2026, 0, 5, 12);

/** When people come: a table, so that it can be read as well as seen; the number stands in every cell. */
export function HeatTable({ map, mean }: { map: HeatMap; mean: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { language } = usePreferences();
  const names = useMemo(() => {
    const long = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
    const short = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
    return weekdays.map((weekday) => ({ weekday, long: long.format(monday + (weekday - 1) * 86_400_000), short: short.format(monday + (weekday - 1) * 86_400_000) }));
  }, [language]);
  const hours = hoursOf(map);
  const shade = shadesOf(map, mean);
  const digits = (people: number) => (mean && people < 10 ? 1 : 0);
  const peak = map.peak;
  return (
    <>
      <div className="heat-scroll" tabIndex={0} role="region" aria-label={t('visits.heat')}>
        <table className="heat">
          <thead>
            <tr>
              <td />
              {hours.map((hour) => (
                <th key={hour} scope="col">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map(({ weekday, long, short }) => (
              <tr key={weekday}>
                <th scope="row">
                  <abbr title={long}>{short}</abbr>
                </th>
                {hours.map((hour) => {
                  const { people, step } = shade(weekday, hour);
                  return (
                    <td key={hour} className={`heat-${step}`} title={t('visits.cell', { day: long, hour, people: format.number(people, digits(people)) })}>
                      {people === 0 ? <span className="visually-hidden">0</span> : format.number(people, digits(people))}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="heat-foot">
        {peak && (
          <p>{t('visits.peak', { day: names[peak.weekday - 1]?.long ?? '', hour: peak.hour, people: format.number(peopleOf(peak, true), 0) })}</p>
        )}
        <span className="heat-legend quiet" aria-hidden>
          {t('visits.few')}
          {[1, 2, 3, 4, 5].map((step) => (
            <i key={step} className={`heat-${step}`} />
          ))}
          {t('visits.many')}
        </span>
      </div>
    </>
  );
}
