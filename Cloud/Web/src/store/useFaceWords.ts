import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceSummary } from '../api/types';
import { en } from '../i18n/en';
import { useFormat } from '../ui/useFormat';
import { useNow } from '../ui/useNow';
import type { WeightFace } from './weightFace';

type ErrorCode = keyof typeof en.weightError;

const isKnown = (code: string): code is ErrorCode => code in en.weightError;

/** Why there is no number, beside the word that says so. */
export function useFaceWords() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  return useCallback(
    (face: WeightFace, device: DeviceSummary): string => {
      const at = device.sampleAt === null ? now : Date.parse(device.sampleAt);
      switch (face.word) {
        case 'offline':
        case 'unknown':
          return device.reason ?? '';
        case 'never':
          return device.reason ?? '';
        case 'stale':
          return [t('weight.staleDetail', { ago: format.ago(at, now) }), device.reason].filter(Boolean).join(' · ');
        case 'clock':
          return t('weight.clockDetail', { time: format.dateTime(at) });
        case 'moving':
          return face.number === null ? t('weight.movingDetail') : '';
        case 'noWeight':
          return t('weight.noWeightDetail');
        case 'over':
        case 'under':
        case 'fault':
          return face.errors
            .map((code) => (isKnown(code) ? t(`weightError.${code}`) : code))
            .filter((words) => words.toLowerCase() !== t(`weight.${face.word}`).toLowerCase())
            .join(', ');
        default:
          return '';
      }
    },
    [t, format, now],
  );
}
