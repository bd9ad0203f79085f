import type { ChartSpec } from '../charts/spec.ts'
import type { Format } from '../tiles/format.ts'
import type { Row } from '../tiles/member.ts'
import type { TableModel } from '../tiles/table.ts'
import type { AskableView, ViewMember } from './members.ts'
import type { Question } from './question.ts'

/** Rows that are read as a picture; more are a table. */
const DRAWN = 24
const PANELS = 3

/** A column of an answer: a period, a dimension or a measure. */
export interface AnswerColumn {
  readonly member: ViewMember
  readonly isMeasure: boolean
  cellOf(row: Row): string | null
}

/** The columns of a question in their order; members that the view has not are left out. */
export function columnsOf(question: Question, view: AskableView): AnswerColumn[] {
  const { time, dimensions, measures } = question
  const named = (all: readonly ViewMember[], names: readonly string[], isMeasure: boolean): AnswerColumn[] =>
    names.flatMap((name) => {
      const member = all.find((one) => one.name === name)
      return member ? [{ member, isMeasure, cellOf: (row) => textOf(row[`${view.name}.${name}`]) }] : []
    })
  const periods = named(view.dimensions, time?.granularity ? [time.name] : [], false).map((column) => ({
    ...column,
    cellOf: (row: Row) => textOf(row[`${view.name}.${time?.name}.${time?.granularity}`]),
  }))
  return [...periods, ...named(view.dimensions, dimensions, false), ...named(view.measures, measures, true)]
}

const textOf = (value: Row[string] | undefined): string | null =>
  value === null || value === undefined ? null : String(value)

/** The answer as a table. */
export function tableOf(columns: readonly AnswerColumn[], rows: readonly Row[], format: Format): TableModel {
  return {
    columns: columns.map(({ member }) => ({
      id: member.name,
      head: member.title,
      numeric: isNumber(member),
    })),
    rows: rows.map((row) =>
      columns.map((column) => {
        const raw = column.cellOf(row)
        return { text: written(column.member, raw, format), ...(isNumber(column.member) && { raw }) }
      }),
    ),
  }
}

/** The answer as a chart, where it is one period or one dimension and few rows; else null. */
export function chartOf(
  question: Question,
  columns: readonly AnswerColumn[],
  rows: readonly Row[],
  format: Format,
): ChartSpec | null {
  const groups = columns.filter(({ isMeasure }) => !isMeasure)
  const measures = columns.filter(({ isMeasure }) => isMeasure)
  const [group, ...otherGroups] = groups
  const [first, ...others] = measures
  if (!group || !first || otherGroups.length > 0 || rows.length === 0 || rows.length > DRAWN) return null
  const label = `${measures.map(({ member }) => member.title).join(', ')}, ${group.member.title}`
  const names = rows.map((row) => written(group.member, group.cellOf(row), format))
  const numbers = (column: AnswerColumn): (number | null)[] =>
    rows.map((row) => {
      const value = column.cellOf(row)
      return value === null ? null : Number(value)
    })
  if (question.time?.granularity && others.length === 0)
    return {
      kind: 'columns',
      label,
      categories: names,
      series: [{ code: 'AC', name: first.member.title, values: numbers(first) }],
      short: (value) => (first.member.kind === 'percent' ? format.percent(value, 0) : format.short(value)),
      exact: (value) => written(first.member, String(value), format),
    }
  return {
    kind: 'bars',
    label,
    names,
    panels: measures.slice(0, PANELS).map((column) => ({
      title: column.member.title,
      bars: numbers(column).map((value) => ({
        value,
        label: value === null ? '–' : written(column.member, String(value), format),
        faint: value === null,
      })),
    })),
  }
}

const isNumber = ({ kind }: ViewMember): boolean => kind !== 'text' && kind !== 'day'

function written({ kind }: ViewMember, value: string | null, format: Format): string {
  if (value === null) return '–'
  switch (kind) {
    case 'money':
      return format.amount(value)
    case 'percent':
      return format.percent(value)
    case 'number':
      return Number.isInteger(Number(value)) ? format.count(value) : format.decimal(value, 2)
    case 'day':
      return format.day(value)
    case 'text':
      return value
  }
}
