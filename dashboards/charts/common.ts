import { fontStack, type Palette } from './palette.ts'

/** What all charts share. Tooltips are drawn, not HTML with inline styles, which the page's policy forbids. */
export const common = (label: string, { ink, surface, line }: Palette) => ({
  animation: false,
  aria: { enabled: true, label: { description: label } },
  textStyle: { fontFamily: fontStack, color: ink },
  tooltip: {
    renderMode: 'richText' as const,
    confine: true,
    backgroundColor: surface,
    borderColor: line,
    textStyle: { color: ink, fontSize: 12, fontFamily: fontStack },
  },
})

export const axisText = ({ muted }: Palette) => ({ color: muted, fontSize: 11, fontFamily: fontStack })

export const baseLine = ({ ink }: Palette) => ({ show: true, lineStyle: { color: ink, width: 1 } })

/** Forecasts are hatched: lines of the actual's colour over the ground. */
export const hatched = ({ actual, surface }: Palette) => ({
  color: surface,
  borderColor: actual,
  borderWidth: 1,
  decal: {
    symbol: 'rect',
    color: actual,
    dashArrayX: [1, 0],
    dashArrayY: [1.5, 4],
    rotation: -Math.PI / 4,
  },
})

/** Places of labels that would lie over each other, moved apart by as little as it takes, in their order. */
export function spread(
  places: readonly number[],
  gap: number,
  { from, to }: Record<'from' | 'to', number>,
): number[] {
  const order = places.map((_, index) => index).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0))
  const moved = [...places]
  let free = from
  for (const index of order) {
    moved[index] = Math.max(moved[index] ?? 0, free)
    free = (moved[index] ?? 0) + gap
  }
  let end = to
  for (const index of order.reverse()) {
    moved[index] = Math.min(moved[index] ?? 0, end)
    end = (moved[index] ?? 0) - gap
  }
  return moved
}

/** Names of rows from top to bottom, each in one line of so many pixels. */
export const nameAxis = (names: readonly string[], width: number, palette: Palette) => ({
  type: 'category',
  inverse: true,
  data: names,
  axisTick: { show: false },
  axisLine: baseLine(palette),
  axisLabel: {
    ...axisText(palette),
    fontSize: 12,
    color: palette.ink,
    interval: 0,
    width,
    overflow: 'truncate',
  },
})
