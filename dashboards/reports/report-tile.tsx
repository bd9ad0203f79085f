import { chartSvg } from '../charts/svg.ts'
import type { Scope } from '../tiles/scope.ts'
import { DataTable } from '../web/src/data-table.tsx'
import { Kpi } from '../web/src/kpi.tsx'
import { Legend } from '../web/src/legend.tsx'
import { TileTitle } from '../web/src/tile-title.tsx'
import type { LoadedTile } from './load-tiles.ts'

/** Width of a chart on the report's page, in px. */
const CHART_WIDTH = 760

/** A tile as the page shows it, whole and without anything to press. */
export function ReportTileView({ tile, view, scope }: LoadedTile & { scope: Scope }) {
  const title = tile.title(scope)
  const raw = view.kind === 'kpi' && view.raw !== null ? { 'data-value': view.raw } : {}
  return (
    <section className={`tile ${tile.form}`} data-tile={tile.id} {...raw}>
      <TileTitle title={title} message={view.kind === 'empty' ? null : view.message} />
      {view.kind === 'empty' && <p className="empty">{view.reason}</p>}
      {view.kind === 'kpi' && <Kpi view={view} title={title} words={scope.words} />}
      {view.kind === 'table' && <DataTable table={view.table} caption={title.measure} />}
      {view.kind === 'chart' && (
        <>
          {view.chart.kind === 'columns' && <Legend series={view.chart.series} />}
          <figure
            role="img"
            aria-label={view.chart.label}
            // biome-ignore lint/security/noDangerouslySetInnerHtml: ECharts' own SVG, which escapes its texts
            dangerouslySetInnerHTML={{ __html: chartSvg(view.chart, CHART_WIDTH) }}
          />
        </>
      )}
    </section>
  )
}
