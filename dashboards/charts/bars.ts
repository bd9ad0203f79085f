import { axisText, common, nameAxis } from './common.ts'
import type { ChartOption, Frame } from './option.ts'
import type { Palette } from './palette.ts'
import type { Bar, BarPanel, BarsSpec } from './spec.ts'

const ROW = 30
const HEAD = 34
const GAP = 12
/** Names may take so much of the width. */
const NAMES_SHARE = 0.3
const NAMES = { least: 56, most: 220 }

/** Room beside a name and beside the words at the end of a bar. */
const NAME_ROOM = 24
const LABEL_ROOM = 14
/** Bars shorter than this compare nothing. */
const LEAST_PLOT = 24
/** Width of a letter at 12 px, by rule of thumb: the server cannot measure it. */
const LETTER = 7.4

const widthOf = (texts: readonly string[]): number =>
  Math.max(0, ...texts.map((text) => text.length)) * LETTER

const labelsOf = (bars: readonly Bar[]): number => widthOf(bars.map(({ label }) => label)) + LABEL_ROOM

export const barsHeight = (rows: number): number => HEAD + rows * ROW + 6

/** Panels side by side: one scale each, from zero, the number at the end of its bar. */
export function barsOption(spec: BarsSpec, { width, palette }: Frame): ChartOption {
  const names = Math.min(
    Math.max(widthOf(spec.names) + NAME_ROOM, NAMES.least),
    Math.max(width * NAMES_SHARE, NAMES.least),
    NAMES.most,
  )
  const panels = fitting(spec, width - names)
  const panelWidth = (width - names - GAP * (panels.length - 1)) / panels.length
  const plotWidth = ({ bars }: BarPanel): number => Math.max(24, panelWidth - labelsOf(bars))
  const left = (index: number): number => names + index * (panelWidth + GAP)
  const base = common(spec.label, palette)
  return {
    ...base,
    tooltip: { show: false },
    title: panels.map(({ title }, index) => ({
      text: title,
      left: left(index),
      top: 4,
      padding: 0,
      textStyle: { ...axisText(palette), fontWeight: 400, width: panelWidth, overflow: 'break' },
    })),
    grid: panels.map((panel, index) => ({
      left: left(index),
      width: plotWidth(panel),
      top: HEAD,
      height: spec.names.length * ROW,
    })),
    xAxis: panels.map(({ max }, index) => ({
      type: 'value',
      gridIndex: index,
      min: 0,
      ...(max !== undefined && { max }),
      show: false,
    })),
    yAxis: panels.map((_, index) => {
      // The server measures letters by rule of thumb, so some room is left.
      const { axisLabel, ...axis } = nameAxis(spec.names, names - NAME_ROOM / 2, palette)
      return { ...axis, gridIndex: index, axisLabel: { ...axisLabel, show: index === 0 } }
    }),
    series: panels.flatMap(({ bars }, index) => panelSeries(bars, index, palette)),
  }
}

/** The first panels that have room for their bars and words beside each other: on a phone the table has the others. */
function fitting({ panels }: BarsSpec, width: number): readonly BarPanel[] {
  const fits = (count: number): boolean =>
    panels
      .slice(0, count)
      .every(({ bars }) => (width - GAP * (count - 1)) / count >= labelsOf(bars) + LEAST_PLOT)
  const count = panels.findLastIndex((_, index) => fits(index + 1)) + 1
  return panels.slice(0, Math.max(count, 1))
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
