import { axisText, baseLine, common } from './common.ts'
import type { ChartOption, Frame } from './option.ts'
import type { Palette } from './palette.ts'
import type { Bar, BarsSpec } from './spec.ts'

const ROW = 30
const HEAD = 34
const LABELS = 92
const NAMES = { wide: 132, narrow: 84 }
const GAP = 12

export const barsHeight = (rows: number): number => HEAD + rows * ROW + 6

/** Panels side by side: one scale each, from zero, the number at the end of its bar. */
export function barsOption(spec: BarsSpec, { width, palette }: Frame): ChartOption {
  const names = width < 520 ? NAMES.narrow : NAMES.wide
  const panelWidth = (width - names - GAP * (spec.panels.length - 1)) / spec.panels.length
  const plotWidth = Math.max(24, panelWidth - LABELS)
  const left = (index: number): number => names + index * (panelWidth + GAP)
  const base = common(spec.label, palette)
  return {
    ...base,
    tooltip: { show: false },
    title: spec.panels.map(({ title }, index) => ({
      text: title,
      left: left(index),
      top: 4,
      padding: 0,
      textStyle: { ...axisText(palette), fontWeight: 400, width: panelWidth, overflow: 'break' },
    })),
    grid: spec.panels.map((_, index) => ({
      left: left(index),
      width: plotWidth,
      top: HEAD,
      height: spec.names.length * ROW,
    })),
    xAxis: spec.panels.map(({ max }, index) => ({
      type: 'value',
      gridIndex: index,
      min: 0,
      ...(max !== undefined && { max }),
      show: false,
    })),
    yAxis: spec.panels.map((_, index) => ({
      type: 'category',
      gridIndex: index,
      inverse: true,
      data: spec.names,
      axisTick: { show: false },
      axisLine: baseLine(palette),
      axisLabel: {
        show: index === 0,
        ...axisText(palette),
        fontSize: 12,
        color: palette.ink,
        // The server measures letters by rule of thumb, so some room is left.
        width: names - 24,
        overflow: 'truncate',
        interval: 0,
      },
    })),
    series: spec.panels.flatMap(({ bars }, index) => panelSeries(bars, index, palette)),
  }
}

/** Bars with their intervals, and the words at the end of whichever is longer. */
function panelSeries(bars: readonly Bar[], index: number, palette: Palette) {
  const place = {
    type: 'bar',
    xAxisIndex: index,
    yAxisIndex: index,
    cursor: 'default',
    emphasis: { disabled: true },
  }
  const shown = ({ value, faint }: Bar): number => (faint ? 0 : (value ?? 0))
  return [
    {
      ...place,
      barWidth: 16,
      itemStyle: { color: palette.actual },
      data: bars.map(shown),
      markLine: {
        symbol: 'none',
        silent: true,
        animation: false,
        label: { show: false },
        // A halo below sets the line off from its bar.
        data: [
          ...intervalLines(bars, { color: palette.surface, width: 6 }),
          ...intervalLines(bars, { color: palette.accent, width: 2 }),
        ],
      },
    },
    {
      ...place,
      barWidth: 16,
      barGap: '-100%',
      itemStyle: { color: 'transparent' },
      data: bars.map((bar) => ({
        value: Math.max(shown(bar), bar.faint ? 0 : (bar.interval?.[1] ?? 0)),
        label: {
          show: true,
          position: 'right',
          formatter: bar.label,
          color: bar.faint || bar.value === null ? palette.muted : palette.ink,
          fontSize: 12,
        },
      })),
    },
  ]
}

const intervalLines = (bars: readonly Bar[], style: { color: string; width: number }) =>
  bars.flatMap(({ interval, faint }, row) =>
    interval && !faint
      ? [
          [
            { coord: [interval[0], row], lineStyle: { ...style, type: 'solid' } },
            { coord: [interval[1], row] },
          ],
        ]
      : [],
  )
