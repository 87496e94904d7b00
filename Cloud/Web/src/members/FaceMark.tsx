import { CheckCircleFilled, ClockCircleFilled, MinusCircleOutlined, StopOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Face, faceTones, faceWords } from './faces';

const icons: Record<Face, ReactNode> = {
  none: <MinusCircleOutlined aria-hidden />,
  given: <CheckCircleFilled aria-hidden />,
  recalling: <ClockCircleFilled aria-hidden />,
  withdrawn: <StopOutlined aria-hidden />,
};

/** Whether any store may recognise a face, as icon and word. */
export function FaceMark({ face }: { face: Face }) {
  const { t } = useTranslation();
  return (
    <span className={`mark mark-${faceTones[face]}`}>
      {icons[face]}
      {t(faceWords[face])}
    </span>
  );
}
