import { useTranslation } from 'react-i18next';
import type { DeadLetter } from '../api/types';
import { Ago } from '../ui/Ago';
import { Fact } from '../ui/Fact';
import { useFormat } from '../ui/useFormat';

const shownAtMost = 100;

/** The table of a phone. */
export function DeadLetterCards({ letters }: { letters: readonly DeadLetter[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className="cards">
      {letters.slice(0, shownAtMost).map((letter) => (
        <li className="panel card" key={letter.id}>
          <p className="reason">{letter.reason}</p>
          <p className="mono quiet breaks">{letter.topic}</p>
          <dl className="facts">
            <Fact name={t('deadLetters.gateway')}>{letter.gateway ?? t('deadLetters.unregistered')}</Fact>
            <Fact name={t('deadLetters.seq')}>{letter.seq === null ? '—' : format.number(letter.seq)}</Fact>
            <Fact name={t('deadLetters.count')}>{format.number(letter.count)}</Fact>
            <Fact name={t('deadLetters.size')}>{format.bytes(letter.size)}</Fact>
            <Fact name={t('deadLetters.first')}>
              <Ago at={letter.firstAt} empty="" />
            </Fact>
            <Fact name={t('deadLetters.last')}>
              <Ago at={letter.lastAt} empty="" />
            </Fact>
          </dl>
        </li>
      ))}
    </ul>
  );
}
