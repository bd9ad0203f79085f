import { axisText, baseLine, common } from './common.ts'
import type { RenderApi } from './custom.ts'
import type { ChartOption, Frame } from './option.ts'
import type { ReliabilitySpec } from './spec.ts'

const GRID = { left: 56, right: 52, top: 16, bottom: 44 }
const DOT = 9

/** Dots with their intervals and counts; those under the diagonal were promised more than came true. */
export function reliabilityOption(spec: ReliabilitySpec, { palette }: Frame): ChartOption {
  const axis = (name: string, nameGap: number) => ({
    type: 'value',
    min: 0,
    max: 1,
    name,
    nameLocation: 'middle',
    nameGap,
    nameTextStyle: axisText(palette),
    axisLabel: { ...axisText(palette), formatter: spec.percent },
    axisLine: baseLine(palette),
    splitLine: { show: false },
    interval: 0.25,
  })
  return {
    ...common(spec.label, palette),
    tooltip: { show: false },
    grid: GRID,
    xAxis: axis(spec.predictedName, 26),
    yAxis: axis(spec.observedName, 42),
    series: [
      {
        type: 'line',
        silent: true,
        showSymbol: false,
        data: [
          [0, 0],
          [1, 1],
        ],
        lineStyle: { color: palette.muted, width: 1, type: 'dashed' },
      },
      {
        type: 'custom',
        silent: true,
        data: spec.bins.map(({ predicted, interval }) => [predicted, ...interval]),
        encode: { x: 0, y: [1, 2] },
        itemStyle: { color: palette.accent },
        renderItem: (_: unknown, api: RenderApi) => {
          const [x1, y1] = api.coord([api.value(0), api.value(1)])
          const [x2, y2] = api.coord([api.value(0), api.value(2)])
          return { type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: palette.accent, lineWidth: 2 } }
        },
      },
      {
        type: 'line',
        silent: true,
        data: spec.bins.map(({ predicted, observed, count }) => ({
          value: [predicted, observed],
          label: { show: true, position: 'right', formatter: count, color: palette.muted, fontSize: 11 },
        })),
        symbol: 'circle',
        symbolSize: DOT,
        itemStyle: { color: palette.actual },
        lineStyle: { width: 0 },
        z: 4,
      },
    ],
  }
}
