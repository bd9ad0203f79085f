import { useMemo } from 'react'
import type { Context } from '../../context.ts'
import { en } from '../../messages/en.ts'
import { overview } from '../../pages/overview.ts'
import { defaultPeriod } from '../../tiles/period.ts'
import { scopeOf } from '../../tiles/scope.ts'
import { periodWords, scopeWords } from '../../tiles/title.ts'
import { FilterBar } from './filters.tsx'
import { Header } from './header.tsx'
import { TileFrame } from './tile-frame.tsx'
import { useUrlFilters } from './url-filters.ts'
import { type BuildState, useBuild } from './use-build.ts'

export function App() {
  const build = useBuild()
  if (build.context) return <OverviewPage context={build.context} state={build} />
  return build.error === null ? <Waiting /> : <Failed error={build.error} retry={build.retry} />
}

function OverviewPage({ context, state }: { context: Context; state: BuildState }) {
  const [choice, change] = useUrlFilters()
  const { period, compare, territory, method } = choice
  const scope = useMemo(
    () =>
      scopeOf(
        { period: period ?? defaultPeriod(context.calendar), compare, territory, method },
        { ...context, words: en },
      ),
    [context, period, compare, territory, method],
  )
  const build = context.build.id
  return (
    <>
      <a className="skip" href="#figures">
        {en.page.skip}
      </a>
      <Header context={context} scope={scope} />
      {state.lostAt !== null && (
        <p className="alert lost" role="alert">
          {en.page.lost(scope.format.moment(state.lostAt))}
        </p>
      )}
      <FilterBar scope={scope} build={build} choice={choice} change={change} />
      <main id="figures" data-build={build}>
        <section className="figures" aria-label={en.page.keyFigures}>
          <h2>{`${scopeWords(scope)}, ${periodWords(scope)}`}</h2>
          {overview.figures.map((tile) => (
            <TileFrame key={tile.id} tile={tile} scope={scope} build={build} />
          ))}
        </section>
        <section className="details" aria-label={en.page.details}>
          <h2 className="unseen">{en.page.details}</h2>
          {overview.details.map(({ tile, width }) => (
            <TileFrame key={tile.id} tile={tile} scope={scope} build={build} width={width} />
          ))}
        </section>
      </main>
      {context.sample && (
        <p className="watermark" aria-hidden="true">
          {en.page.sample}
        </p>
      )}
    </>
  )
}

function Waiting() {
  return (
    <div className="page-state" role="status" aria-label={en.page.loading(en.page.title)}>
      <div className="skeleton" />
      <div className="skeleton" />
      <div className="skeleton" />
    </div>
  )
}

function Failed({ error, retry }: { error: string; retry: () => void }) {
  return (
    <div className="page-state" role="alert">
      <h1>{en.page.title}</h1>
      <p>
        {en.page.contextFailed(error)} {en.page.startServer}
      </p>
      <button type="button" onClick={retry}>
        {en.page.retry}
      </button>
    </div>
  )
}
