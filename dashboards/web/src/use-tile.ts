import { useEffect, useState } from 'react'
import type { Scope } from '../../tiles/scope.ts'
import type { Tile, TileView } from '../../tiles/tile.ts'
import { ask } from './api.ts'

export interface TileState {
  /** The last view, kept while the next is on its way. */
  readonly view: TileView | null
  readonly isLoading: boolean
  readonly error: string | null
  readonly retry: () => void
}

/** Loads one tile for a scope and build. It fails alone, and can be asked again. */
export function useTile(tile: Tile, scope: Scope, build: string): TileState {
  const [loaded, setLoaded] = useState<{ view: TileView; scope: Scope; build: string } | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [attempt, setAttempt] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt asks again
  useEffect(() => {
    let isOver = false
    setError(null)
    tile
      .load(scope, (query) => ask(build, query))
      .then(
        (view) => {
          if (!isOver) setLoaded({ view, scope, build })
        },
        (cause: unknown) => {
          if (!isOver) setError(cause instanceof Error ? cause.message : String(cause))
        },
      )
    return () => {
      isOver = true
    }
  }, [tile, scope, build, attempt])

  return {
    view: loaded?.view ?? null,
    isLoading: error === null && (loaded?.scope !== scope || loaded.build !== build),
    error,
    retry: () => setAttempt((known) => known + 1),
  }
}
