import { useEffect, useState } from 'react'
import { type RecordLinks, recordUrl } from '../../record-links.ts'
import type { Drill, Part, RecordColumn } from '../../tiles/drill.ts'
import { cell, type Member, type Row, type TileQuery } from '../../tiles/member.ts'
import type { Scope } from '../../tiles/scope.ts'
import type { Tile } from '../../tiles/tile.ts'
import { answerTo } from './api.ts'
import { causeText } from './cause-text.ts'
import { Dialog } from './dialog.tsx'
import { Scroll } from './scroll.tsx'
import { exportAddress } from './tile-address.ts'
import { TileTitle } from './tile-title.tsx'

const PAGE_ROWS = 50

interface RecordsPanelProps {
  readonly tile: Tile
  readonly part: Part | null
  readonly drill: Drill
  readonly scope: Scope
  readonly build: string
  readonly links: RecordLinks
  readonly onClose: () => void
}

interface Sorting {
  readonly member: Member
  readonly direction: 'asc' | 'desc'
}

/** The records behind a number, as a table that can be sorted, leafed through, opened in the CRM and taken away. */
export function RecordsPanel({ tile, part, drill, scope, build, links, onClose }: RecordsPanelProps) {
  const [sorting, setSorting] = useState<Sorting | null>(null)
  const [offset, setOffset] = useState(0)
  const { words, format } = scope
  const text = words.panel
  const { rows, total, sum, error } = useRecords(drill, sorting, offset, build)
  const title = tile.title(scope)
  const name = part ? `${title.measure}: ${part.label}` : title.measure
  const shown = { scope, build }
  return (
    <Dialog title={name} onClose={onClose}>
      <TileTitle title={{ ...title, measure: drill.what, unit: '' }} message={null} />
      {error !== null ? (
        <p className="failed" role="alert">
          {text.failed(error)}
        </p>
      ) : rows === null || total === null ? (
        <p role="status">{text.loading}</p>
      ) : (
        <>
          <div className="panel-tools">
            <p role="status" data-total={total} {...(sum !== null && { 'data-sum': sum })}>
              {[text.count(format.count(total), drill.what), sum !== null && text.sum(format.money(sum))]
                .filter(Boolean)
                .join(', ')}
            </p>
            <a href={exportAddress(tile, shown, 'csv', { part })} download>
              {words.actions.csv}
            </a>
            <a href={exportAddress(tile, shown, 'xlsx', { part })} download>
              {words.actions.xlsx}
            </a>
          </div>
          <Scroll name={name}>
            <table className="data records">
              <caption className="unseen">{name}</caption>
              <thead>
                <tr>
                  {drill.columns.map((column) => (
                    <SortHead
                      key={column.member}
                      column={column}
                      sorting={sorting ?? sortingOf(drill.query)}
                      words={words}
                      onSort={(next) => {
                        setSorting(next)
                        setOffset(0)
                      }}
                    />
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, index) => (
                  <Record
                    key={drill.id === undefined ? index : cell(row, drill.id)}
                    row={row}
                    drill={drill}
                    scope={scope}
                    links={links}
                  />
                ))}
              </tbody>
            </table>
          </Scroll>
          {rows.length === 0 && <p className="empty">{text.none}</p>}
          {total > PAGE_ROWS && (
            <div className="pager">
              <button type="button" disabled={offset === 0} onClick={() => setOffset(offset - PAGE_ROWS)}>
                {text.before}
              </button>
              <span>
                {text.range(
                  format.count(offset + 1),
                  format.count(offset + rows.length),
                  format.count(total),
                )}
              </span>
              <button
                type="button"
                disabled={offset + PAGE_ROWS >= total}
                onClick={() => setOffset(offset + PAGE_ROWS)}
              >
                {text.after}
              </button>
            </div>
          )}
        </>
      )}
    </Dialog>
  )
}

function sortingOf({ order = {} }: TileQuery): Sorting | null {
  const [first] = Object.entries(order)
  return first ? { member: first[0] as Member, direction: first[1] } : null
}

interface Records {
  readonly rows: readonly Row[] | null
  readonly total: number | null
  readonly sum: string | null
  readonly error: string | null
}

const nothing: Records = { rows: null, total: null, sum: null, error: null }

/** A page of the records, how many there are, and what they add up to. The last page stays while the next is on its way. */
function useRecords(drill: Drill, sorting: Sorting | null, offset: number, build: string): Records {
  const [found, setFound] = useState<Records>(nothing)
  useEffect(() => {
    let isOver = false
    const { query, sum: measure, id } = drill
    const order = sorting
      ? { [sorting.member]: sorting.direction, ...(id !== undefined && { [id]: 'asc' as const }) }
      : query.order
    const page: TileQuery = { ...query, ...(order && { order }), limit: PAGE_ROWS, offset, total: true }
    Promise.all([
      answerTo(build, page),
      measure === undefined ? null : answerTo(build, sumQuery(query, measure)),
    ]).then(
      ([{ rows, total }, summed]) => {
        if (isOver) return
        const sum = measure === undefined ? null : cell(summed?.rows[0], measure)
        setFound({ rows, total: total ?? rows.length, sum, error: null })
      },
      (cause: unknown) => {
        if (!isOver) setFound({ ...nothing, error: causeText(cause) })
      },
    )
    return () => {
      isOver = true
    }
  }, [drill, sorting, offset, build])
  return found
}

/** The same records, asked for their sum. */
function sumQuery(
  { timeDimensions = [], filters = [], segments = [] }: TileQuery,
  measure: Member,
): TileQuery {
  const ranges = timeDimensions.flatMap(({ dimension, dateRange }) =>
    dateRange ? [{ dimension, dateRange }] : [],
  )
  return { measures: [measure], timeDimensions: ranges, filters, segments }
}

interface SortHeadProps {
  readonly column: RecordColumn
  readonly sorting: Sorting | null
  readonly words: Scope['words']
  readonly onSort: (sorting: Sorting) => void
}

function SortHead({ column: { member, head, kind }, sorting, words, onSort }: SortHeadProps) {
  const direction = sorting?.member === member ? sorting.direction : null
  const next = direction === 'desc' ? 'asc' : 'desc'
  return (
    <th
      scope="col"
      className={isNumeric(kind) ? 'numeric' : undefined}
      aria-sort={direction === null ? 'none' : direction === 'asc' ? 'ascending' : 'descending'}
    >
      <button
        type="button"
        className="quiet"
        aria-label={words.panel.sortBy(head)}
        onClick={() => onSort({ member, direction: next })}
      >
        {head}
        <span aria-hidden="true">{direction === null ? '' : direction === 'asc' ? ' ▴' : ' ▾'}</span>
      </button>
    </th>
  )
}

interface RecordProps {
  readonly row: Row
  readonly drill: Drill
  readonly scope: Scope
  readonly links: RecordLinks
}

function Record({ row, drill: { columns, id }, scope, links }: RecordProps) {
  const key = id === undefined ? null : cell(row, id)
  const url = key === null ? null : recordUrl(links, key)
  return (
    <tr {...(key !== null && { 'data-id': key })}>
      {columns.map((column, index) => {
        const written = writtenAs(column, row, scope)
        const isLink = index === 0 && url !== null
        return (
          <td
            key={column.member}
            className={isNumeric(column.kind) ? 'numeric' : undefined}
            {...(isNumeric(column.kind) && { 'data-value': cell(row, column.member) ?? '' })}
          >
            {isLink ? (
              <a href={url} target="_blank" rel="noreferrer" aria-label={scope.words.panel.open(written)}>
                {written}
              </a>
            ) : (
              written
            )}
          </td>
        )
      })}
    </tr>
  )
}

const isNumeric = (kind: RecordColumn['kind']): boolean => kind !== 'text' && kind !== 'day'

function writtenAs({ member, kind }: RecordColumn, row: Row, { format }: Scope): string {
  const value = cell(row, member)
  switch (kind) {
    case 'text':
      return value ?? '–'
    case 'day':
      return value === null ? '–' : format.day(value)
    case 'money':
      return format.amount(value)
    case 'number':
      return format.decimal(value)
    case 'percent':
      return format.percent(value)
  }
}
