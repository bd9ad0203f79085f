import { common, nameAxis } from './common.ts'
import type { ChartOption, Frame } from './option.ts'
import type { WaterfallSpec, WaterfallStep } from './spec.ts'

const ROW = 24
const TOP = 6
const NAMES = { wide: 132, narrow: 96 }
const LABELS = 64
/** Share of the width that a number needs to the left of its bar. */
const LEFT_ROOM = 0.22

export const waterfallHeight = (steps: number): number => TOP + steps * ROW + 8

interface Span {
  readonly step: WaterfallStep
  readonly from: number
  readonly to: number
}

/** Where each bar begins and ends: totals from zero, steps where the sum stood. */
function spansOf(steps: readonly WaterfallStep[]): Span[] {
  let sum = 0
  return steps.map((step) => {
    const from = step.isTotal ? 0 : sum
    sum = step.isTotal ? step.value : sum + step.value
    return { step, from, to: sum }
  })
}

/** Totals solid and dark; what raises the sum and what lowers it told by sign, direction and colour. */
export function waterfallOption(spec: WaterfallSpec, { width, palette }: Frame): ChartOption {
  const spans = spansOf(spec.steps)
  const highest = Math.max(0, ...spans.map(({ to }) => to))
  const names = width < 480 ? NAMES.narrow : NAMES.wide
  const colour = ({ isTotal, value }: WaterfallStep): string =>
    isTotal ? palette.actual : value < 0 ? palette.bad : palette.good
  const place = {
    type: 'bar',
    stack: 'sum',
    stackStrategy: 'all',
    barWidth: 14,
    emphasis: { disabled: true },
  }
  return {
    ...common(spec.label, palette),
    tooltip: { show: false },
    grid: { left: names, right: LABELS, top: TOP, height: spans.length * ROW },
    xAxis: { type: 'value', show: false, min: ({ min }: { min: number }) => Math.min(0, min) },
    yAxis: nameAxis(
      spec.steps.map(({ name }) => name),
      names - 16,
      palette,
    ),
    series: [
      {
        ...place,
        silent: true,
        itemStyle: { color: 'transparent' },
        data: spans.map(({ from }) => from),
      },
      {
        ...place,
        cursor: 'default',
        data: spans.map(({ step, from, to }) => ({
          value: to - from,
          itemStyle: { color: colour(step) },
          label: {
            show: true,
            // Beside the axis a number would lie over the names.
            position: to < from && to > highest * LEFT_ROOM ? 'left' : 'right',
            formatter: step.label,
            color: step.isTotal ? palette.ink : palette.muted,
            fontSize: 12,
            fontWeight: step.isTotal ? 600 : 400,
          },
        })),
        markLine: {
          symbol: 'none',
          silent: true,
          animation: false,
          label: { show: false },
          lineStyle: { color: palette.muted, width: 1, type: 'solid' },
          z: 1,
          data: spans
            .slice(1)
            .map((_, row) => [{ coord: [spans[row]?.to, row] }, { coord: [spans[row]?.to, row + 1] }]),
        },
      },
    ],
  }
}
