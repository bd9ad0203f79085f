import { cell, type Member, type Row, type TileQuery } from '../tiles/member.ts'
import type { TileView } from '../tiles/tile.ts'

/** A figure of a report, with what the semantic layer was asked for it. */
export interface TracedFigure {
  /** Id of the tile, or `changes` for the sentences of page one. */
  readonly place: string
  /** As it is read. */
  readonly text: string
  /** As the semantic layer gave it. */
  readonly value: string
  /** The member that it is of; null where it is the difference or sum of such, which a tile makes for display. */
  readonly source: { readonly member: string; readonly query: TileQuery; readonly row: number } | null
}

/** A question and its answer. */
export interface Answered {
  readonly query: TileQuery
  readonly rows: readonly Row[]
}

/** The figures that a tile shows, each led back to the answers that it was made of. */
export function tracedTile(place: string, view: TileView, answers: readonly Answered[]): TracedFigure[] {
  if (view.kind === 'empty') return []
  if (view.kind === 'kpi')
    return view.raw === null
      ? []
      : [{ place, text: view.value, value: view.raw, source: find(view.raw, [], answers) }]
  return view.table.rows.flatMap((row) => {
    const names = row.flatMap(({ text, raw }) => (raw === undefined ? [text] : []))
    return row.flatMap(({ text, raw }) =>
      raw === undefined || raw === null
        ? []
        : [{ place, text, value: raw, source: find(raw, names, answers) }],
    )
  })
}

/** Where a value stands in the answers; of several places one whose row has the names beside it. */
function find(value: string, names: readonly string[], answers: readonly Answered[]): TracedFigure['source'] {
  const places = answers.flatMap(({ query, rows }) =>
    rows.flatMap((row, index) =>
      (query.measures ?? [])
        .concat(query.dimensions ?? [])
        .filter((member) => cell(row, member) === value)
        .map((member) => ({
          member,
          query,
          row: index,
          named: names.filter((name) => has(row, name)).length,
        })),
    ),
  )
  const [best] = places.toSorted((a, b) => b.named - a.named)
  return best ? { member: best.member, query: best.query, row: best.row } : null
}

const has = (row: Row, name: string): boolean => Object.values(row).some((value) => String(value) === name)

/** A cell of an answer as a figure, or null where it is empty. */
export function tracedCell(
  { query, rows }: Answered,
  row: number,
  member: Member,
  write: (value: string) => string,
): TracedFigure | null {
  const value = cell(rows[row], member)
  return value === null
    ? null
    : { place: 'changes', text: write(value), value, source: { member, query, row } }
}
