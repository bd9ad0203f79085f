import { useMemo, useRef, useState } from 'react'
import type { Part } from '../../tiles/drill.ts'
import type { Scope } from '../../tiles/scope.ts'
import type { TableModel } from '../../tiles/table.ts'
import type { ChartView, TableView, Tile, TileView, Title } from '../../tiles/tile.ts'
import { Chart } from './chart.tsx'
import { DataTable } from './data-table.tsx'
import { Kpi } from './kpi.tsx'
import { Legend } from './legend.tsx'
import { Scroll } from './scroll.tsx'
import { TileTitle } from './tile-title.tsx'

interface Pointing {
  /** Told of what is pointed at, and where in the window. */
  readonly onPart?: ((part: Part, at: { x: number; y: number }) => void) | undefined
}

interface ShownProps extends Pointing {
  readonly view: TileView
  readonly tile: Tile
  readonly scope: Scope
  /** Opens the records behind a key figure. */
  readonly onWhole?: (() => void) | undefined
}

/** A tile's view, whatever its form. */
export function Shown({ view, tile, scope, onWhole, onPart }: ShownProps) {
  const title = tile.title(scope)
  switch (view.kind) {
    case 'empty':
      return (
        <>
          <TileTitle title={title} message={null} />
          <p className="empty">{view.reason}</p>
        </>
      )
    case 'kpi':
      return (
        <>
          <TileTitle title={title} message={null} />
          <Kpi view={view} title={title} words={scope.words} onOpen={onWhole} />
        </>
      )
    case 'table':
      return <ShownTable view={view} title={title} scope={scope} onPart={onPart} />
    case 'chart':
      return <ShownChart view={view} title={title} scope={scope} onPart={onPart} />
  }
}

type Message = { readonly message: string | null }

/** Of a long table the first rows are shown; the rest comes when asked for. */
const FIRST_ROWS = 15
const firstRows = (table: TableModel): TableModel => ({ ...table, rows: table.rows.slice(0, FIRST_ROWS) })

interface ViewProps<V> extends Pointing {
  readonly view: V & Message
  readonly title: Title
  readonly scope: Scope
}

const below = (place: Element): { x: number; y: number } => {
  const { left, bottom } = place.getBoundingClientRect()
  return { x: left, y: bottom }
}

function ShownTable({ view, title, scope, onPart }: ViewProps<TableView>) {
  const onRow = onPart && ((part: Part, place: Element) => onPart(part, below(place)))
  const [isWhole, setWhole] = useState(false)
  const { page } = scope.words
  const { length } = view.table.rows
  return (
    <>
      <TileTitle title={title} message={view.message} />
      <Scroll name={title.measure}>
        <DataTable
          table={isWhole ? view.table : firstRows(view.table)}
          caption={title.measure}
          parts={view.parts}
          onPart={onRow}
        />
      </Scroll>
      {length > FIRST_ROWS && (
        <button type="button" className="more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? page.showFewer : page.showAll(scope.format.count(length))}
        </button>
      )}
    </>
  )
}

function ShownChart({ view, title, scope, onPart }: ViewProps<ChartView>) {
  const place = useRef<HTMLDivElement>(null)
  const { parts } = view
  const onRow = useMemo(
    () =>
      onPart &&
      parts &&
      ((index: number, { x, y }: { x: number; y: number }) => {
        const part = parts[index]
        const corner = place.current?.getBoundingClientRect()
        if (part && corner) onPart(part, { x: corner.left + x, y: corner.top + y })
      }),
    [onPart, parts],
  )
  const [asTable, setAsTable] = useState(false)
  const { page } = scope.words
  return (
    <>
      <div className="tile-head">
        <TileTitle title={title} message={view.message} />
        <button
          type="button"
          className="quiet"
          aria-label={asTable ? page.asChartOf(title.measure) : page.asTableOf(title.measure)}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? page.asChart : page.asTable}
        </button>
      </div>
      {asTable ? (
        <DataTable
          table={view.table}
          caption={title.measure}
          parts={parts}
          onPart={onPart && ((part, button) => onPart(part, below(button)))}
        />
      ) : (
        <>
          {view.chart.kind === 'columns' && <Legend series={view.chart.series} />}
          <div ref={place}>
            <Chart spec={view.chart} onRow={onRow} />
          </div>
          <div className="unseen">
            <DataTable table={view.table} caption={title.measure} />
          </div>
        </>
      )}
    </>
  )
}
