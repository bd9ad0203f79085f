import type { Bar } from '../charts/spec.ts'
import type { Figure } from './format.ts'
import { cell, type Member, type Row } from './member.ts'
import type { Scope } from './scope.ts'
import type { TableCell, TableModel } from './table.ts'
import type { ChartView } from './tile.ts'
import { TOO_FEW } from './yield.ts'

/** A measure as a panel of bars and a column of the table. */
interface Measured {
  readonly member: Member
  readonly head: string
  readonly unit?: string
  /** In three digits, for a bar; and in the table. */
  readonly short: (raw: Figure) => string
  readonly exact?: (raw: Figure) => string
  /** Ends of its 95% interval. */
  readonly interval?: readonly [low: Member, high: Member]
  /** The count behind it; too small a one is said in its place. */
  readonly n?: Member
  /** End of the axis; the largest value where not told. */
  readonly max?: number
}

interface BarsBy {
  readonly label: string
  readonly head: string
  readonly rows: readonly Row[]
  readonly nameOf: (row: Row) => string
  readonly panels: readonly Measured[]
  /** Further columns of the table. */
  readonly columns?: readonly Measured[]
}

/** Rows as bars, a panel a measure, and the same numbers as a table. */
export function barsBy({ label, head, rows, nameOf, panels, columns = [] }: BarsBy, scope: Scope): ChartView {
  return {
    kind: 'chart',
    chart: {
      kind: 'bars',
      label,
      names: rows.map(nameOf),
      panels: panels.map((panel) => ({
        title: panel.head,
        ...(panel.max !== undefined && { max: panel.max }),
        bars: rows.map((row) => barOf(row, panel, scope)),
      })),
    },
    table: tableOf(rows, nameOf, head, [...panels, ...columns], scope),
  }
}

const isFew = (row: Row, { n }: Measured): boolean => n !== undefined && Number(cell(row, n) ?? 0) < TOO_FEW

function barOf(row: Row, panel: Measured, { words, format }: Scope): Bar {
  const raw = cell(row, panel.member)
  const few = isFew(row, panel)
  const n = panel.n && format.count(cell(row, panel.n) ?? '0')
  const [low, high] = (panel.interval ?? []).map((member) => cell(row, member))
  return {
    value: raw === null ? null : Number(raw),
    label:
      n === undefined || raw === null
        ? few && n !== undefined
          ? words.tooFew(n)
          : panel.short(raw)
        : few
          ? words.tooFew(n)
          : (panel.unit === words.unit.percent ? words.yield.ofDeals : words.withN)(panel.short(raw), n),
    faint: few || raw === null,
    ...(low && high && { interval: [Number(low), Number(high)] }),
  }
}

/** A table of rows with a column a measure, its interval and its n beside it. */
function tableOf(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  head: string,
  measures: readonly Measured[],
  { words, format }: Scope,
): TableModel {
  return {
    columns: [
      { id: 'name', head, numeric: false },
      ...measures.flatMap(({ member, head: title, unit, interval, n }) => [
        { id: member, head: title, ...(unit !== undefined && { unit }), numeric: true },
        ...(interval
          ? [{ id: `${member}-range`, head: words.yield.rangeHead, unit: words.unit.percent, numeric: true }]
          : []),
        ...(n !== undefined ? [{ id: `${member}-n`, head: words.nHead, numeric: true }] : []),
      ]),
    ],
    rows: rows.map((row): TableCell[] => [
      { text: nameOf(row) },
      ...measures.flatMap((measure): TableCell[] => {
        const { member, interval, n, short, exact = short } = measure
        const raw = cell(row, member)
        const few = isFew(row, measure)
        return [
          {
            text: few ? words.tooFew(format.count(n ? cell(row, n) : null)) : exact(raw),
            raw,
            ...(few && { faint: true }),
          },
          ...(interval ? [{ text: few ? '–' : words.yield.range(...ends(row, interval, exact)) }] : []),
          ...(n !== undefined ? [{ text: format.count(cell(row, n) ?? '0'), raw: cell(row, n) }] : []),
        ]
      }),
    ]),
  }
}

const ends = (
  row: Row,
  [low, high]: readonly [Member, Member],
  write: (raw: Figure) => string,
): [string, string] => [write(cell(row, low)), write(cell(row, high))]
