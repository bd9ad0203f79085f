import type { WindowDef } from 'libpg-query'
import { unsupported } from '../sql-error.ts'
import type { Node } from './ast.ts'

// Bits of PostgreSQL's frameOptions.
const NOT_DEFAULT = 0x1
const RANGE = 0x2
const ROWS = 0x4
const GROUPS = 0x8
const STARTS: readonly (readonly [bit: number, text: string])[] = [
  [0x20, 'UNBOUNDED PRECEDING'],
  [0x200, 'CURRENT ROW'],
  [0x800, 'PRECEDING'],
  [0x2000, 'FOLLOWING'],
]
const ENDS: readonly (readonly [bit: number, text: string])[] = [
  [0x100, 'UNBOUNDED FOLLOWING'],
  [0x400, 'CURRENT ROW'],
  [0x1000, 'PRECEDING'],
  [0x4000, 'FOLLOWING'],
]
const EXCLUDES = 0x38000

/** The frame of a window, where it is not the default one. */
export function frameOf(
  { frameOptions = 0, startOffset, endOffset }: Pick<WindowDef, 'frameOptions' | 'startOffset' | 'endOffset'>,
  sqlOf: (node: Node) => string,
): string[] {
  if ((frameOptions & NOT_DEFAULT) === 0) return []
  if ((frameOptions & EXCLUDES) !== 0) throw unsupported('EXCLUDE in a window frame')
  const unit =
    frameOptions & ROWS ? 'ROWS' : frameOptions & GROUPS ? 'GROUPS' : frameOptions & RANGE ? 'RANGE' : 'ROWS'
  const edge = (edges: typeof STARTS, offset: Node | undefined): string => {
    const [bit = 0, text = 'CURRENT ROW'] = edges.find(([one]) => frameOptions & one) ?? []
    return bit >= 0x800 && offset ? `${sqlOf(offset)} ${text}` : text
  }
  return [`${unit} BETWEEN ${edge(STARTS, startOffset)} AND ${edge(ENDS, endOffset)}`]
}
