import { axisText, baseLine, common } from './common.ts'
import type { ChartOption, Frame } from './option.ts'
import type { HistogramSpec } from './spec.ts'

/** Columns that touch, with marks at their true place along a hidden scale of the same extent. */
export function histogramOption(spec: HistogramSpec, { width, palette }: Frame): ChartOption {
  const extent = spec.bands.length * spec.bandWidth
  const highest = Math.max(1, ...spec.bands.map(({ count }) => count))
  const isNarrow = width < 480
  const base = common(spec.label, palette)
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'item',
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const band = spec.bands[dataIndex]
        return band ? spec.tooltip(band.name, band.count) : ''
      },
    },
    grid: { left: 8, right: 8, top: 48, bottom: 44 },
    xAxis: [
      {
        type: 'category',
        data: spec.bands.map((_, index) => String(index * spec.bandWidth)),
        name: spec.axisName,
        nameLocation: 'middle',
        nameGap: 26,
        nameTextStyle: axisText(palette),
        axisTick: { show: false },
        axisLine: baseLine(palette),
        axisLabel: {
          ...axisText(palette),
          interval: isNarrow ? 1 : 0,
          formatter: (value: string, index: number) =>
            index === spec.bands.length - 1 ? `${value}+` : `${value}–`,
        },
      },
      { type: 'value', min: 0, max: extent, show: false },
    ],
    // Room above the columns for the words of the marks.
    yAxis: { type: 'value', min: 0, max: highest * 1.08, show: false },
    series: [
      {
        type: 'bar',
        data: spec.bands.map(({ count }) => count),
        barCategoryGap: '6%',
        itemStyle: { color: palette.actual },
        emphasis: { disabled: true },
        label: {
          show: !isNarrow,
          position: 'top',
          distance: 2,
          color: palette.muted,
          fontSize: 11,
          textBorderColor: palette.surface,
          textBorderWidth: 2,
          formatter: ({ value }: { value: number }) => (value > 0 ? String(value) : ''),
        },
      },
      {
        type: 'line',
        xAxisIndex: 1,
        data: [],
        markLine: {
          symbol: 'none',
          silent: true,
          lineStyle: { color: palette.accent, width: 2, type: 'solid' },
          data: spec.marks.map(({ name, at }, index) => ({
            xAxis: Math.min(at, extent),
            label: {
              show: true,
              formatter: name,
              position: 'end',
              color: palette.accent,
              fontSize: 12,
              fontWeight: 600,
              // One above the other: the marks may be near.
              distance: index % 2 === 0 ? [0, 4] : [0, 20],
            },
          })),
        },
      },
    ],
  }
}
