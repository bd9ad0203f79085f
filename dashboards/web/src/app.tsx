import { useEffect, useMemo } from 'react'
import type { Context } from '../../context.ts'
import { en } from '../../messages/en.ts'
import { pages, pagesWith } from '../../pages/index.ts'
import { overview } from '../../pages/overview.ts'
import type { Page } from '../../pages/page.ts'
import { defaultPeriod } from '../../tiles/period.ts'
import { scopeOf } from '../../tiles/scope.ts'
import { periodWords, scopeWords } from '../../tiles/title.ts'
import { FilterBar } from './filters.tsx'
import { Header } from './header.tsx'
import { SignIn } from './sign-in.tsx'
import { TileFrame } from './tile-frame.tsx'
import { useUrlFilters } from './url-filters.ts'
import { type BuildState, useBuild } from './use-build.ts'

/** The page of the URL, or the first one. */
const pageOfUrl = (all: readonly Page[]): Page =>
  all.find(({ path }) => path === location.pathname) ?? overview

export function App() {
  const build = useBuild()
  const { context } = build
  const all = useMemo(() => (context ? pagesWith(context.extension) : pages), [context])
  const page = pageOfUrl(all)
  const title = page.title(en)
  useEffect(() => {
    document.title = `${title} · salesops`
  }, [title])
  if (context) return <TilePage page={page} pages={all} context={context} state={build} />
  if (build.signIn) return <SignIn provider={build.signIn.provider} onDone={build.retry} />
  return build.error === null ? (
    <Waiting title={title} />
  ) : (
    <Failed title={title} error={build.error} retry={build.retry} />
  )
}

interface TilePageProps {
  readonly page: Page
  readonly pages: readonly Page[]
  readonly context: Context
  readonly state: BuildState
}

function TilePage({ page, pages: all, context, state }: TilePageProps) {
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
      <Header context={context} scope={scope} page={page} pages={all} />
      {state.lostAt !== null && (
        <p className="alert lost" role="alert">
          {en.page.lost(scope.format.moment(state.lostAt))}
        </p>
      )}
      {page.hasFilters && <FilterBar scope={scope} build={build} choice={choice} change={change} />}
      <main id="figures" className={page.id} data-build={build}>
        <section className="figures" aria-label={en.page.keyFigures}>
          <h2>{page.hasFilters ? `${scopeWords(scope)}, ${periodWords(scope)}` : en.data.question}</h2>
          {page.figures.map((tile) => (
            <TileFrame key={tile.id} tile={tile} scope={scope} build={build} />
          ))}
        </section>
        <section className="details" aria-label={en.page.details}>
          <h2 className="unseen">{en.page.details}</h2>
          {page.details.map(({ tile, width }) => (
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

function Waiting({ title }: { title: string }) {
  return (
    <div className="page-state" role="status" aria-label={en.page.loading(title)}>
      <div className="skeleton" />
      <div className="skeleton" />
      <div className="skeleton" />
    </div>
  )
}

function Failed({ title, error, retry }: { title: string; error: string; retry: () => void }) {
  return (
    <div className="page-state" role="alert">
      <h1>{title}</h1>
      <p>
        {en.page.contextFailed(error)} {en.page.startServer}
      </p>
      <button type="button" onClick={retry}>
        {en.page.retry}
      </button>
    </div>
  )
}
