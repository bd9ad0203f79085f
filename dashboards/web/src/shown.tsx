import { useState } from 'react'
import type { Scope } from '../../tiles/scope.ts'
import type { TableModel } from '../../tiles/table.ts'
import type { ChartView, TableView, Tile, TileView, Title } from '../../tiles/tile.ts'
import { Chart } from './chart.tsx'
import { DataTable } from './data-table.tsx'
import { Kpi } from './kpi.tsx'
import { Legend } from './legend.tsx'
import { TileTitle } from './tile-title.tsx'

/** A tile's view, whatever its form. */
export function Shown({ view, tile, scope }: { view: TileView; tile: Tile; scope: Scope }) {
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
          <Kpi view={view} title={title} />
        </>
      )
    case 'table':
      return <ShownTable view={view} title={title} scope={scope} />
    case 'chart':
      return <ShownChart view={view} title={title} scope={scope} />
  }
}

type Message = { readonly message: string | null }

/** Of a long table the first rows are shown; the rest comes when asked for. */
const FIRST_ROWS = 15
const firstRows = (table: TableModel): TableModel => ({ ...table, rows: table.rows.slice(0, FIRST_ROWS) })

function ShownTable({ view, title, scope }: { view: TableView & Message; title: Title; scope: Scope }) {
  const [isWhole, setWhole] = useState(false)
  const { page } = scope.words
  const { length } = view.table.rows
  return (
    <>
      <TileTitle title={title} message={view.message} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a place that scrolls must be reached by keyboard */}
      <section className="scroll" tabIndex={0} aria-label={title.measure}>
        <DataTable table={isWhole ? view.table : firstRows(view.table)} caption={title.measure} />
      </section>
      {length > FIRST_ROWS && (
        <button type="button" className="more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? page.showFewer : page.showAll(scope.format.count(length))}
        </button>
      )}
    </>
  )
}

function ShownChart({ view, title, scope }: { view: ChartView & Message; title: Title; scope: Scope }) {
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
        <DataTable table={view.table} caption={title.measure} />
      ) : (
        <>
          {view.chart.kind === 'columns' && <Legend series={view.chart.series} />}
          <Chart spec={view.chart} />
          <div className="unseen">
            <DataTable table={view.table} caption={title.measure} />
          </div>
        </>
      )}
    </>
  )
}
