import { axisText, baseLine, common, spread } from './common.ts'
import { bandShape, type RenderApi } from './custom.ts'
import type { ChartOption, Frame } from './option.ts'
import type { Palette } from './palette.ts'
import type { StepCurve, StepPoint, StepsSpec } from './spec.ts'

const PLOT = 200
const TOP = 10
const AXIS = 44
const RISK_ROW = 18
const RISK_HEAD = 18
const LEFT = { wide: 112, narrow: 92 }
/** So far to the left of the first number are the names of the curves. */
const NAME_GAP = 26
/** So wide must the place of a number at risk be. */
const RISK_WIDTH = 36
const NAMES = { wide: 120, narrow: 92 }
const LABEL_GAP = 15

const lineForms = ['solid', 'dashed', 'dotted', [8, 3, 2, 3], [12, 4], [2, 2]] as const

export const stepsHeight = ({ atRisk }: StepsSpec): number =>
  TOP + PLOT + AXIS + RISK_HEAD + atRisk.length * RISK_ROW

const styleOf = (index: number, { series, actual }: Palette) => ({
  color: series[index % series.length] ?? actual,
  width: 2,
  type: lineForms[index % lineForms.length],
})

/** Step curves with their bands, each named at its end, and below how many are still followed. */
export function stepsOption(spec: StepsSpec, { width, palette }: Frame): ChartOption {
  const size = width < 480 ? 'narrow' : 'wide'
  const [left, right] = [LEFT[size], NAMES[size]]
  const every = Math.ceil((RISK_WIDTH * (spec.ticks.length - 1)) / Math.max(width - left - right, 1)) || 1
  const last = spec.ticks.at(-1) ?? 1
  const curves = spec.curves.map((curve) => ({ ...curve, points: until(curve.points, last) }))
  const top = Math.max(0.1, ...curves.flatMap(({ points }) => points.map(({ value, high }) => high ?? value)))
  const interval = top > 0.5 ? 0.25 : 0.1
  const max = Math.min(1, Math.ceil(top / interval) * interval)
  const down = (share: number): number => PLOT * (1 - share / max)
  const ends = curves.map(({ points }) => points.at(-1)?.value ?? 0)
  const places = spread(ends.map(down), LABEL_GAP, { from: 0, to: PLOT })
  const base = common(spec.label, palette)
  const xAxis = { type: 'value', min: 0, max: last }
  const riskTop = TOP + PLOT + AXIS + RISK_HEAD
  return {
    ...base,
    tooltip: { show: false },
    title: {
      text: spec.atRiskName,
      left: 0,
      top: riskTop - RISK_HEAD,
      padding: 0,
      textStyle: { ...axisText(palette), fontWeight: 400 },
    },
    grid: [
      { left, right, top: TOP, height: PLOT },
      { left, right, top: riskTop, height: spec.atRisk.length * RISK_ROW },
    ],
    xAxis: [
      {
        ...xAxis,
        gridIndex: 0,
        axisLine: baseLine(palette),
        axisTick: { show: true, customValues: spec.ticks },
        axisLabel: { ...axisText(palette), customValues: spec.ticks },
        splitLine: { show: false },
        name: spec.axisName,
        nameLocation: 'middle',
        nameGap: 24,
        nameTextStyle: axisText(palette),
      },
      { ...xAxis, gridIndex: 1, show: false },
    ],
    yAxis: [
      {
        type: 'value',
        gridIndex: 0,
        min: 0,
        max,
        interval,
        axisLabel: { ...axisText(palette), formatter: spec.percent },
        splitLine: { lineStyle: { color: palette.line } },
      },
      {
        type: 'category',
        gridIndex: 1,
        inverse: true,
        data: spec.atRisk.map(({ name }) => name),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: {
          ...axisText(palette),
          interval: 0,
          margin: NAME_GAP,
          width: left - NAME_GAP - 6,
          overflow: 'truncate',
        },
      },
    ],
    series: [
      ...curves.map((curve, index) => bandSeries(curve, styleOf(index, palette).color)),
      ...curves.map((curve, index) => ({
        type: 'line',
        name: curve.name,
        step: 'end',
        data: curve.points.map(({ at, value }) => [at, value]),
        showSymbol: false,
        silent: true,
        lineStyle: styleOf(index, palette),
        itemStyle: { color: styleOf(index, palette).color },
        endLabel: {
          show: true,
          formatter: curve.end,
          color: styleOf(index, palette).color,
          fontSize: 12,
          width: right - 8,
          overflow: 'truncate',
          offset: [0, (places[index] ?? 0) - down(ends[index] ?? 0)],
        },
        z: 4,
      })),
      riskSeries(spec, every, palette),
    ],
  }
}

/** A curve up to the end of the axis, where it stands as it did last. */
function until(points: readonly StepPoint[], end: number): StepPoint[] {
  const shown = points.filter(({ at }) => at <= end)
  const last = shown.at(-1)
  const goesOn = points.length > shown.length
  return last && goesOn && last.at < end ? [...shown, { ...last, at: end }] : shown
}

function bandSeries({ points }: StepCurve, fill: string) {
  const known = points.flatMap(({ at, low, high }) =>
    low === null || high === null ? [] : [{ at, low, high }],
  )
  // A step: each bound holds up to the next point.
  const stairs = known.flatMap((point, index) => {
    const next = known[index + 1]
    return next ? [point, { ...point, at: next.at }] : [point]
  })
  return {
    type: 'custom',
    silent: true,
    data: known.length > 1 ? [[known[0]?.at ?? 0, known[0]?.low ?? 0]] : [],
    renderItem: (_: unknown, api: RenderApi) => bandShape(stairs, { fill, opacity: 0.13 }, api),
    z: 2,
  }
}

/** The numbers at risk, under the ticks that they belong to. */
function riskSeries({ atRisk, ticks }: StepsSpec, every: number, palette: Palette) {
  const cells = atRisk.flatMap(({ counts }, row) =>
    ticks.flatMap((at, index) =>
      counts[index] === undefined || index % every !== 0 ? [] : [{ at, row, text: counts[index] }],
    ),
  )
  return {
    type: 'custom',
    xAxisIndex: 1,
    yAxisIndex: 1,
    silent: true,
    data: cells.map(({ at, row }) => [at, row]),
    renderItem: ({ dataIndex }: { dataIndex: number }, api: RenderApi) => {
      const [x, y] = api.coord([api.value(0), api.value(1)])
      return {
        type: 'text',
        style: {
          text: cells[dataIndex]?.text ?? '',
          x,
          y,
          align: 'center',
          verticalAlign: 'middle',
          ...{ fill: palette.muted, fontSize: 11, fontFamily: axisText(palette).fontFamily },
        },
      }
    },
  }
}
