import { useTranslation } from 'react-i18next';
import type { CaptureResult, GatewayCommand, LogsResult } from '../api/gateways';

/** What a command gave back: lines of a log, or bytes of a line. */
export function CommandAnswer({ command }: { command: GatewayCommand }) {
  const { t } = useTranslation();
  if (command.body === null) {
    return <p className="quiet fleet-wide">{t('commands.notYours')}</p>;
  }

  const { text, isCut } = command.name === 'logs' ? logsText(command.body as LogsResult) : captureText(command.body as CaptureResult);
  return (
    <div className="fleet-wide">
      {isCut && <p className="quiet">{t('commands.cut')}</p>}
      <pre className="fleet-text mono" tabIndex={0}>{text === '' ? t('commands.nothing') : text}</pre>
    </div>
  );
}

const logsText = ({ lines, cut }: LogsResult) => ({ text: lines.map(({ at, level, from, text }) => `${at.slice(0, 23)} ${level} ${from}: ${text}`).join('\n'), isCut: cut });

const captureText = ({ pieces, cut }: CaptureResult) => ({
  text: pieces.map(({ at, direction, hex, text }) => `${at.slice(11, 23)} ${direction === 'in' ? '<' : '>'} ${hex.replace(/(..)(?=.)/g, '$1 ')}  ${text}`).join('\n'),
  isCut: cut,
});
