import { axisText, baseLine, common, hatched } from './common.ts'
import type { ChartOption, Frame } from './option.ts'
import type { Code, ColumnSeries, ColumnsSpec } from './spec.ts'

/** So wide must a group of columns be for its number to fit below. */
const LABEL_WIDTH = 34
/** And so wide for the name of its month. */
const MONTH_WIDTH = 24

/** Plan as an outline, actual solid and dark before it, the year before light behind. */
export function columnsOption(spec: ColumnsSpec, { width, palette }: Frame): ChartOption {
  const group = (width - 24) / Math.max(spec.categories.length, 1)
  const fill: Readonly<Record<Code, object>> = {
    AC: { color: palette.actual },
    PY: { color: palette.earlier },
    PL: { color: 'transparent', borderColor: palette.ink, borderWidth: 1.25 },
    FC: hatched(palette),
  }
  const layer: Readonly<Record<Code, number>> = { PY: 1, PL: 2, AC: 3, FC: 3 }
  const series = spec.series.map(({ code, name, values }: ColumnSeries) => ({
    type: 'bar',
    name,
    data: values,
    z: layer[code],
    itemStyle: fill[code],
    barGap: '-62%',
    barCategoryGap: '22%',
    emphasis: { disabled: true },
  }))
  const tooltip = (items: readonly { seriesName: string; value: number | null; name: string }[]): string =>
    [
      items[0]?.name ?? '',
      ...items.flatMap(({ seriesName, value }) =>
        typeof value === 'number' ? [`${seriesName}  ${spec.exact(value)}`] : [],
      ),
    ].join('\n')
  const actual = spec.series.find(({ code }) => code === 'AC')?.values
  // Below the axis, for above its column a number would lie over the outline of a higher plan.
  const axisLabel = (name: string, index: number): string => {
    const value = actual?.[index]
    return typeof value === 'number' && group >= LABEL_WIDTH ? `${name}\n{value|${spec.short(value)}}` : name
  }
  const base = common(spec.label, palette)
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'axis', axisPointer: { type: 'none' }, formatter: tooltip },
    grid: { left: 4, right: 4, top: 8, bottom: 44 },
    xAxis: {
      type: 'category',
      data: spec.categories,
      axisTick: { show: false },
      axisLine: baseLine(palette),
      axisLabel: {
        ...axisText(palette),
        interval: group < MONTH_WIDTH ? 1 : 0,
        lineHeight: 16,
        formatter: axisLabel,
        rich: { value: { color: palette.ink, fontSize: 11, fontWeight: 600, lineHeight: 16 } },
      },
    },
    yAxis: { type: 'value', min: 0, show: false },
    series,
  }
}
