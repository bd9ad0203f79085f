import { useCallback, useRef, useState } from 'react'
import type { ReaderContext } from '../../context.ts'
import type { FilterName, Narrowing } from '../../tiles/filters.ts'
import type { Scope } from '../../tiles/scope.ts'
import type { Tile } from '../../tiles/tile.ts'
import { savePicture } from './chart-picture.ts'
import { ExplainPanel } from './explain-panel.tsx'
import { type Action, Menu } from './menu.tsx'
import { type Opened, partActions, wholeRecords } from './part-actions.ts'
import { RecordsPanel } from './records-panel.tsx'
import { Shown } from './shown.tsx'
import { exportAddress } from './tile-address.ts'
import { TileTitle } from './tile-title.tsx'
import { useTile } from './use-tile.ts'

interface TileFrameProps {
  readonly tile: Tile
  readonly scope: Scope
  readonly context: ReaderContext
  /** What the page can be narrowed to, and how it is. */
  readonly filters: readonly FilterName[]
  readonly narrow: (narrowing: Partial<Narrowing>) => void
  readonly width?: 'half' | 'full'
}

type Open =
  | { readonly kind: 'explain' }
  | { readonly kind: 'more' }
  | { readonly kind: 'records'; readonly records: Opened }
  | {
      readonly kind: 'part'
      readonly label: string
      readonly actions: readonly Action[]
      readonly at: { x: number; y: number }
    }

/**
 * A tile in all of its states: on its way, shown, empty with the reason, failed with the reason and a retry; and what can
 * be asked of it: its records, how it is computed, its numbers as a file.
 */
export function TileFrame({ tile, scope, context, filters, narrow, width }: TileFrameProps) {
  const build = context.build.id
  const { view, isLoading, isSlow, error, retry } = useTile(tile, scope, build)
  const [open, setOpen] = useState<Open | null>(null)
  const frame = useRef<HTMLElement>(null)
  const title = tile.title(scope)
  const { words } = scope
  const isShown = view !== null && !isLoading && error === null
  const raw = isShown && view.kind === 'kpi' ? view.raw : null
  const openRecords = useCallback((records: Opened) => setOpen({ kind: 'records', records }), [])
  const whole = isShown && view.kind !== 'empty' ? wholeRecords(tile, scope) : null

  const onPart = useCallback<NonNullable<Parameters<typeof Shown>[0]['onPart']>>(
    (part, at) => {
      const actions = partActions(part, { tile, scope, filters, narrow, openRecords })
      const [first, ...others] = actions
      if (!first) return
      const corner = frame.current?.getBoundingClientRect()
      const place = { x: at.x - (corner?.left ?? 0), y: at.y - (corner?.top ?? 0) }
      if (others.length === 0 && 'run' in first) first.run()
      else setOpen({ kind: 'part', label: words.actions.of(part.label), actions, at: place })
    },
    [tile, scope, filters, narrow, openRecords, words],
  )

  const more: readonly Action[] = [
    ...(whole ? [{ label: words.actions.records, run: () => openRecords(whole) }] : []),
    { label: words.actions.explain, run: () => setOpen({ kind: 'explain' }) },
    ...(isShown && view.kind !== 'empty'
      ? [
          { label: words.actions.csv, href: exportAddress(tile, { scope, build }, 'csv') },
          { label: words.actions.xlsx, href: exportAddress(tile, { scope, build }, 'xlsx') },
        ]
      : []),
    ...(isShown && view.kind === 'chart'
      ? [{ label: words.actions.png, run: () => void savePicture(view.chart, tile.id) }]
      : []),
  ]

  return (
    <section
      ref={frame}
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
        <Shown
          view={view}
          tile={tile}
          scope={scope}
          onWhole={whole ? () => openRecords(whole) : undefined}
          onPart={tile.drill || tile.narrow ? onPart : undefined}
        />
      )}
      {isSlow && (
        <p className="note" role="status">
          {words.page.slow}
        </p>
      )}
      <button
        type="button"
        className="quiet more-about"
        aria-label={words.actions.more(title.measure)}
        aria-expanded={open?.kind === 'more'}
        onClick={() => setOpen(open?.kind === 'more' ? null : { kind: 'more' })}
      >
        ⋯
      </button>
      {open?.kind === 'more' && (
        <Menu label={words.actions.more(title.measure)} actions={more} onClose={() => setOpen(null)} />
      )}
      {open?.kind === 'part' && (
        <Menu label={open.label} actions={open.actions} at={open.at} onClose={() => setOpen(null)} />
      )}
      {open?.kind === 'explain' && (
        <ExplainPanel tile={tile} scope={scope} context={context} onClose={() => setOpen(null)} />
      )}
      {open?.kind === 'records' && (
        <RecordsPanel
          tile={tile}
          {...open.records}
          scope={scope}
          build={build}
          links={context.recordLinks}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  )
}
