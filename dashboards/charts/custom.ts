/** What ECharts gives to a series that draws itself, as far as it is used. */
export interface RenderApi {
  /** Where a point of the axes is, in px. */
  coord(point: readonly number[]): [x: number, y: number]
  value(dimension: number): number
}

interface BandPoint {
  readonly at: number
  readonly low: number
  readonly high: number
}

/** The area between two bounds, there along the upper and back along the lower one. */
export function bandShape(
  points: readonly BandPoint[],
  style: { fill: string; opacity: number },
  api: RenderApi,
) {
  const edge = (bound: 'low' | 'high') => points.map((point) => api.coord([point.at, point[bound]]))
  return {
    type: 'polygon',
    shape: { points: [...edge('high'), ...edge('low').reverse()] },
    style,
  }
}
