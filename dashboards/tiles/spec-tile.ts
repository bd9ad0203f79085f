import type { FigureUnit, TileMeasure, TileSpec } from '../../models/contract/extension.ts'
import { monthEnd, monthsOf, type Range } from './day.ts'
import type { Figure } from './format.ts'
import { cell, type Member, type Row, type TileQuery } from './member.ts'
import { yearRound } from './period.ts'
import { dateRange, type Scope } from './scope.ts'
import type { TableModel } from './table.ts'
import { defineTile, type Tile, type TileView } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'
import { variance } from './variance.ts'

/** A member of a team's own model: it was looked up in it when the tile was read. */
const own = (member: string): Member => member as Member

/** A tile from its description. */
export function specTile(spec: TileSpec): Tile {
  const [first] = spec.measures
  return defineTile({
    id: spec.id,
    form: spec.form,
    needs: [],
    title: (scope) => ({
      measure: spec.title,
      unit: unitWords(first.unit, scope),
      scope: scopeWords(scope),
      period:
        spec.form === 'columns'
          ? yearWords(scope)
          : spec.time === undefined
            ? scope.format.day(scope.calendar.today)
            : periodWords(scope),
      ...(spec.time === undefined && { isOwnPeriod: true }),
    }),
    queries: (scope) => ({
      now: queryOf(
        spec,
        scope,
        spec.form === 'columns' ? yearRound(scope.period, scope.calendar) : scope.period.range,
      ),
      before:
        spec.form === 'kpi' && spec.time !== undefined && scope.comparison
          ? queryOf(spec, scope, scope.comparison.range)
          : null,
    }),
    view: ({ now, before }, scope) => {
      if (now.every((row) => cell(row, own(first.member)) === null))
        return { kind: 'empty', reason: scope.words.empty.noDeals }
      return { kpi, bars, columns, table }[spec.form](spec, now, scope, before)
    },
  })
}

function queryOf(spec: TileSpec, scope: Scope, range: Range): TileQuery {
  const filter = (member: string | undefined, value: string | null): NonNullable<TileQuery['filters']> =>
    member === undefined || value === null
      ? []
      : [{ member: own(member), operator: 'equals', values: [value] }]
  return {
    measures: spec.measures.map(({ member }) => own(member)),
    ...(spec.by && { dimensions: [own(spec.by.member)] }),
    ...(spec.time !== undefined && {
      timeDimensions: [
        {
          dimension: own(spec.time),
          dateRange: dateRange(range),
          ...(spec.form === 'columns' && { granularity: 'month' as const }),
        },
      ],
    }),
    filters: [
      ...spec.filters.map(({ member, values }) => ({
        member: own(member),
        operator: 'equals' as const,
        values: [...values],
      })),
      ...filter(spec.territory, scope.territory),
      ...filter(spec.method, scope.method),
    ],
  }
}

type Form = (spec: TileSpec, rows: readonly Row[], scope: Scope, before: readonly Row[]) => TileView

const kpi: Form = ({ measures: [first, ...others], better }, [row], scope, [other]) => {
  const raw = cell(row, own(first.member))
  return {
    kind: 'kpi',
    raw,
    value: written(raw, first.unit, scope),
    exact: first.unit === 'money' ? scope.format.money(raw) : written(raw, first.unit, scope),
    variance: variance(scope, raw, cell(other, own(first.member)), {
      measure: first.unit === 'percent' ? 'points' : first.unit === 'days' ? 'days' : 'relative',
      better,
    }),
    note: others
      .map((measure) => `${measure.title}: ${written(cell(row, own(measure.member)), measure.unit, scope)}`)
      .join('; '),
    message: null,
  }
}

const bars: Form = (spec, rows, scope) => {
  const { measures, by } = spec
  const [first] = measures
  const sorted = [...rows].sort((a, b) => Number(b[first.member] ?? 0) - Number(a[first.member] ?? 0))
  return {
    kind: 'chart',
    message: null,
    chart: {
      kind: 'bars',
      label: spec.title,
      names: sorted.map((row) => nameOf(row, by)),
      panels: measures.map(({ member, title, unit }) => ({
        title,
        bars: sorted.map((row) => {
          const raw = cell(row, own(member))
          return {
            value: raw === null ? null : Number(raw),
            label: written(raw, unit, scope),
            faint: raw === null,
          }
        }),
      })),
    },
    table: tableOf(spec, sorted, scope),
  }
}

const columns: Form = (spec, rows, scope) => {
  const {
    measures: [first],
    time,
  } = spec
  const values = new Map(
    rows.map((row) => [(cell(row, own(time ?? '')) ?? '').slice(0, 10), cell(row, own(first.member))]),
  )
  const months = monthsOf(yearRound(scope.period, scope.calendar)).filter(
    (month) => month <= scope.calendar.today,
  )
  const figures = months.map((month) => values.get(month) ?? null)
  return {
    kind: 'chart',
    message: null,
    chart: {
      kind: 'columns',
      label: spec.title,
      categories: months.map((month) => scope.format.month(month)),
      series: [
        {
          code: 'AC',
          name: scope.words.code.AC,
          values: figures.map((raw) => (raw === null ? null : Number(raw))),
        },
      ],
      short: (value) => written(value, first.unit, scope),
      exact: (value) =>
        first.unit === 'money' ? scope.format.money(value) : written(value, first.unit, scope),
    },
    table: {
      columns: [
        { id: 'month', head: scope.words.byMonth.month, numeric: false },
        { id: 'value', head: first.title, unit: unitWords(first.unit, scope), numeric: true },
      ],
      rows: months.map((month, i) => [
        { text: monthWords(month, scope) },
        { text: written(figures[i] ?? null, first.unit, scope), raw: figures[i] ?? null },
      ]),
    },
  }
}

const table: Form = (spec, rows, scope) => ({
  kind: 'table',
  message: null,
  table: tableOf(spec, rows, scope),
})

function tableOf({ measures, by }: TileSpec, rows: readonly Row[], scope: Scope): TableModel {
  return {
    columns: [
      { id: 'name', head: by?.title ?? '', numeric: false },
      ...measures.map(({ member, title, unit }) => ({
        id: member,
        head: title,
        unit: unitWords(unit, scope),
        numeric: true,
      })),
    ],
    rows: rows.map((row) => [
      { text: nameOf(row, by) },
      ...measures.map(({ member, unit }) => {
        const raw = cell(row, own(member))
        return { text: inTable(raw, unit, scope), raw }
      }),
    ]),
  }
}

const nameOf = (row: Row, by: TileSpec['by']): string => (by && cell(row, own(by.member))) ?? '–'

const monthWords = (month: string, { format, calendar }: Scope): string =>
  monthEnd(month) > calendar.today ? format.day(calendar.today) : format.monthAndYear(month)

const yearWords = (scope: Scope): string =>
  yearRound(scope.period, scope.calendar).name ?? scope.words.title.months12

function written(raw: Figure, unit: TileMeasure['unit'], { format }: Scope): string {
  if (unit === 'money') return format.short(raw)
  if (unit === 'percent') return format.percent(raw)
  return format.decimal(raw, isWhole(raw) ? 0 : 1)
}

const inTable = (raw: Figure, unit: FigureUnit, scope: Scope): string =>
  unit === 'money' ? scope.format.amount(raw) : written(raw, unit, scope)

const isWhole = (raw: Figure): boolean => raw === null || Number.isInteger(Number(raw))

function unitWords(unit: FigureUnit, { words, company }: Scope): string {
  return {
    money: company.currency,
    percent: words.unit.percent,
    days: words.unit.days,
    number: words.unit.number,
  }[unit]
}
