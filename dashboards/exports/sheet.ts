import type { Drill, RecordKind } from '../tiles/drill.ts'
import { cell, type Row } from '../tiles/member.ts'
import type { Scope } from '../tiles/scope.ts'
import type { TableCell, TableColumn, TableModel } from '../tiles/table.ts'
import type { TileView, Title } from '../tiles/tile.ts'

/** Numbers are as REST gave them, days as YYYY-MM-DD; null is an empty cell. */
export interface SheetCell {
  readonly value: string | null
  readonly kind: RecordKind
}

/** What is taken away: of a tile, of the records behind it, or of a question. */
export interface Sheet {
  readonly heads: readonly string[]
  readonly rows: readonly (readonly SheetCell[])[]
}

/** The numbers of a tile; null where it has none to give. */
export function sheetOfView(view: TileView, title: Title, { words }: Scope): Sheet | null {
  if (view.kind === 'empty') return null
  if (view.kind !== 'kpi') return sheetOfTable(view.table)
  const { measure, value, unit, scope, period } = words.exports
  const text = (written: string): SheetCell => ({ value: written, kind: 'text' })
  return {
    heads: [measure, value, unit, scope, period],
    rows: [
      [
        text(title.measure),
        { value: view.raw, kind: kindOf(title.unit) },
        text(title.unit),
        text(title.scope),
        text(title.period),
      ],
    ],
  }
}

const sheetOfTable = ({ columns, rows }: TableModel): Sheet => ({
  // A share is given as it is counted, 0.385, and not as 38.5%.
  heads: columns.map(({ head, unit }) => (unit === undefined || unit === '%' ? head : `${head}, ${unit}`)),
  rows: rows.map((cells) => cells.map((one, index) => cellOf(one, columns[index]))),
})

function cellOf({ text, raw }: TableCell, column: TableColumn | undefined): SheetCell {
  return column?.numeric && raw !== undefined
    ? { value: raw, kind: kindOf(column.unit) }
    : { value: text, kind: 'text' }
}

const kindOf = (unit: string | undefined): RecordKind => (unit === '%' ? 'percent' : 'number')

/** The records of a drill, and their ids first where they have them. */
export function sheetOfRecords({ columns, id }: Drill, rows: readonly Row[], { words }: Scope): Sheet {
  const all =
    id === undefined ? columns : [{ member: id, head: words.exports.id, kind: 'text' as const }, ...columns]
  return {
    heads: all.map(({ head }) => head),
    rows: rows.map((row) =>
      all.map(({ member, kind }) => {
        const value = cell(row, member)
        return { value: kind === 'day' ? (value?.slice(0, 10) ?? null) : value, kind }
      }),
    ),
  }
}
