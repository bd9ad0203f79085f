import type { ChartSpec } from './spec.ts'

/** The axis along which a chart has the rows of its table, one a category; null for one that has no such. */
export function rowAxis({ kind }: ChartSpec): 'x' | 'y' | null {
  switch (kind) {
    case 'columns':
    case 'histogram':
    case 'lines':
      return 'x'
    case 'bars':
    case 'waterfall':
    case 'ranges':
      return 'y'
    default:
      return null
  }
}
