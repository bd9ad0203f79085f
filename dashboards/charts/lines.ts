import { axisText, baseLine, common, spread } from './common.ts'
import { bandShape, type RenderApi } from './custom.ts'
import type { ChartOption, Frame } from './option.ts'
import type { Palette } from './palette.ts'
import type { Code, Line, LinesSpec } from './spec.ts'

const HEIGHT = 260
const GRID = { left: 44, top: 12, bottom: 28 }
const NAMES = { wide: 92, narrow: 84 }
const LABEL_GAP = 15

const styleOf = (code: Code, palette: Palette): { color: string; width: number; type: string } =>
  ({
    AC: { color: palette.actual, width: 2, type: 'solid' },
    PY: { color: palette.earlier, width: 2, type: 'solid' },
    PL: { color: palette.ink, width: 1.25, type: 'dotted' },
    FC: { color: palette.actual, width: 2, type: 'dashed' },
  })[code]

/** Lines with their bands, each named at its end, over an axis from zero. */
export function linesOption(spec: LinesSpec, { width, palette }: Frame): ChartOption {
  const right = width < 480 ? NAMES.narrow : NAMES.wide
  const highest = Math.max(
    ...spec.lines.flatMap(({ values, band }) => [
      ...values.map((value) => value ?? 0),
      ...(band ?? []).map((pair) => pair?.[1] ?? 0),
    ]),
    0,
  )
  const plot = HEIGHT - GRID.top - GRID.bottom
  const ends = spec.lines.map(({ values }) => values.findLast((value) => value !== null) ?? 0)
  const goesOn = (values: Line['values']): boolean => typeof values.at(-1) === 'number'
  const down = (value: number): number => plot * (1 - value / (highest * 1.05 || 1))
  const places = spread(ends.map(down), LABEL_GAP, { from: 0, to: plot })
  const base = common(spec.label, palette)
  const tooltip = (
    items: readonly { seriesType: string; seriesName: string; value: unknown; name: string }[],
  ) =>
    [
      items[0]?.name ?? '',
      ...items.flatMap(({ seriesType, seriesName, value }) =>
        seriesType === 'line' && typeof value === 'number' ? [`${seriesName}  ${spec.exact(value)}`] : [],
      ),
    ].join('\n')
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: palette.muted } },
      formatter: tooltip,
    },
    grid: { ...GRID, right },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: spec.categories,
      axisTick: { show: false },
      axisLine: baseLine(palette),
      axisLabel: {
        ...axisText(palette),
        interval: Math.ceil(spec.categories.length / (width < 480 ? 4 : 8)) - 1,
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: highest * 1.05 || 1,
      axisLabel: {
        ...axisText(palette),
        formatter: spec.short,
        showMaxLabel: false,
      },
      splitNumber: 3,
      splitLine: { lineStyle: { color: palette.line } },
    },
    series: [
      ...spec.lines.flatMap((line) => (line.band ? [bandSeries(line, palette)] : [])),
      ...spec.lines.map(({ code, name, values }, index) => ({
        type: 'line',
        name,
        data: values,
        showSymbol: false,
        lineStyle: styleOf(code, palette),
        itemStyle: { color: styleOf(code, palette).color },
        emphasis: { disabled: true },
        z: code === 'AC' ? 4 : 3,
        endLabel: {
          show: true,
          formatter: name,
          color: code === 'AC' ? palette.ink : palette.muted,
          fontSize: 12,
          // A line that ends before the last point has its name over its end.
          offset: goesOn(values) ? [0, (places[index] ?? 0) - down(ends[index] ?? 0)] : [-24, -14],
        },
      })),
    ],
  }
}

function bandSeries({ name, band = [] }: Line, { actual }: Palette) {
  const points = band.flatMap((pair, at) => (pair ? [{ at, low: pair[0], high: pair[1] }] : []))
  return {
    type: 'custom',
    name,
    silent: true,
    tooltip: { show: false },
    data: [[points[0]?.at ?? 0, points[0]?.low ?? 0]],
    renderItem: (_: unknown, api: RenderApi) => bandShape(points, { fill: actual, opacity: 0.14 }, api),
    z: 2,
  }
}
