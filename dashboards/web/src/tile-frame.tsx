import type { Scope } from '../../tiles/scope.ts'
import type { Tile } from '../../tiles/tile.ts'
import { Shown } from './shown.tsx'
import { TileTitle } from './tile-title.tsx'
import { useTile } from './use-tile.ts'

/** A tile in all of its states: on its way, shown, empty with the reason, failed with the reason and a retry. */
export function TileFrame({
  tile,
  scope,
  build,
  width,
}: {
  tile: Tile
  scope: Scope
  build: string
  width?: 'half' | 'full'
}) {
  const { view, isLoading, error, retry } = useTile(tile, scope, build)
  const title = tile.title(scope)
  const { words } = scope
  const raw = view?.kind === 'kpi' && !isLoading && error === null ? view.raw : null
  return (
    <section
      className={`tile ${tile.form} ${width ?? ''}`}
      data-tile={tile.id}
      data-state={error !== null ? 'failed' : isLoading ? 'loading' : (view?.kind ?? 'loading')}
      {...(raw !== null && { 'data-value': raw })}
      aria-busy={isLoading}
    >
      {error !== null ? (
        <>
          <TileTitle title={title} message={null} />
          <p className="failed" role="alert">
            {words.page.failed(error)}
          </p>
          <button type="button" onClick={retry}>
            {words.page.retry}
          </button>
        </>
      ) : view === null ? (
        <>
          <TileTitle title={title} message={null} />
          <div className="skeleton" role="status" aria-label={words.page.loading(title.measure)} />
        </>
      ) : (
        <Shown view={view} tile={tile} scope={scope} />
      )}
    </section>
  )
}
