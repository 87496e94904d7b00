import { LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { usePreferences } from '../app/Preferences';

register([LineChart, GridComponent, TooltipComponent, SVGRenderer]);

export interface TrendProps {
  readonly label: string;
  readonly points: readonly (readonly [at: number, value: number | null])[];
  readonly from: number;
  readonly to: number;
  readonly height: number;
  /** Weights stand until the next sample; rates slope. */
  readonly step: boolean;
  readonly describe: (at: number, value: number) => string;
}

const colours = {
  light: { line: '#2a55b5', fill: 'rgba(42, 85, 181, 0.10)', ground: '#263241' },
  dark: { line: '#7ea6ff', fill: 'rgba(126, 166, 255, 0.14)', ground: '#37424f' },
};

export default function TrendChart({ label, points, from, to, height, step, describe }: TrendProps) {
  const { dark } = usePreferences();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);

  useEffect(() => {
    const element = place.current;
    if (!element) {
      return;
    }

    const made = init(element, null, { renderer: 'svg' });
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const { line, fill, ground } = dark ? colours.dark : colours.light;
    chart.current?.setOption({
      animation: false,
      grid: { left: 1, right: 3, top: 5, bottom: 2, outerBoundsMode: 'none' },
      xAxis: { type: 'time', min: from, max: to, show: false },
      yAxis: { type: 'value', scale: step, min: step ? undefined : 0, show: false, boundaryGap: ['6%', '6%'] },
      tooltip: {
        trigger: 'axis',
        renderMode: 'richText',
        confine: true,
        backgroundColor: ground,
        borderWidth: 0,
        padding: [5, 8],
        textStyle: { color: '#fff', fontSize: 12, fontFamily: 'inherit' },
        axisPointer: { lineStyle: { color: line, opacity: 0.5 } },
        formatter: (items: readonly { value: [number, number | null] }[]) => {
          const [at, value] = items[0]?.value ?? [0, null];
          return value === null ? '' : describe(at, value);
        },
      },
      series: [
        {
          type: 'line',
          data: points.map((point) => [...point]),
          step: step ? 'end' : false,
          showSymbol: false,
          connectNulls: false,
          lineStyle: { color: line, width: 1.6 },
          itemStyle: { color: line },
          areaStyle: { color: fill, origin: 'start' },
        },
      ],
    });
  }, [points, from, to, step, dark, describe]);

  return <div ref={place} role="img" aria-label={label} style={{ height }} />;
}
