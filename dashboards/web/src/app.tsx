import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import type { ReaderContext } from '../../context.ts'
import { pages, pagesWith } from '../../pages/index.ts'
import { overview } from '../../pages/overview.ts'
import { mayOpen, type Page } from '../../pages/page.ts'
import { type Choice, choiceText, parseChoice } from '../../tiles/choice.ts'
import { type Narrowing, narrowingOf } from '../../tiles/filters.ts'
import { defaultPeriod } from '../../tiles/period.ts'
import { type Scope, scopeOf } from '../../tiles/scope.ts'
import { periodWords, scopeWords } from '../../tiles/title.ts'
import { FilterBar } from './filters.tsx'
import { Header } from './header.tsx'
import { linkTo } from './navigation.tsx'
import { SignIn } from './sign-in.tsx'
import { TileFrame } from './tile-frame.tsx'
import { useUrlFilters } from './url-filters.ts'
import { type BuildState, useBuild } from './use-build.ts'
import { words } from './words.ts'

/** Comes when it is opened. */
const Explore = lazy(() => import('./explore.tsx'))
const SubmitPanel = lazy(() => import('./submit-panel.tsx'))
const Reports = lazy(() => import('./reports.tsx'))

/** The page of the URL, or the first one. */
const pageOfUrl = (all: readonly Page[]): Page =>
  all.find(({ path }) => path === location.pathname) ?? overview

export function App() {
  const build = useBuild()
  const { context } = build
  const all = useMemo(() => (context ? pagesWith(context.extension) : pages), [context])
  const page = pageOfUrl(all)
  const title = page.title(words)
  useEffect(() => {
    document.title = `${title} · salesops`
  }, [title])
  if (context) return <OpenPage page={page} pages={all} context={context} state={build} />
  if (build.signIn) return <SignIn provider={build.signIn.provider} onDone={build.retry} />
  return build.error === null ? (
    <Waiting title={title} />
  ) : (
    <Failed title={title} error={build.error} retry={build.retry} />
  )
}

interface OpenPageProps {
  readonly page: Page
  readonly pages: readonly Page[]
  readonly context: ReaderContext
  readonly state: BuildState
}

function OpenPage({ page, pages: all, context, state }: OpenPageProps) {
  const [choice, change] = useUrlFilters()
  const scope = useScope(page, choice, context)
  const build = context.build.id
  const open = all.filter((one) => mayOpen(one, context.reader.role))
  return (
    <>
      <a className="skip" href="#figures">
        {words.page.skip}
      </a>
      <Header context={context} scope={scope} page={page} pages={open} />
      {state.lostAt !== null && (
        <p className="alert lost" role="alert">
          {words.page.lost(scope.format.moment(state.lostAt))}
        </p>
      )}
      {open.includes(page) ? (
        <>
          {page.filters && (
            <FilterBar names={page.filters} scope={scope} build={build} choice={choice} change={change} />
          )}
          {page.takesSubmissions && maySubmit(context) && <Submitting context={context} scope={scope} />}
          {page.isExplore ? (
            <Suspense fallback={<Waiting title={page.title(words)} />}>
              <Explore context={context} scope={scope} />
            </Suspense>
          ) : page.isReports ? (
            <Suspense fallback={<Waiting title={page.title(words)} />}>
              <Reports pages={open} scope={scope} build={build} />
            </Suspense>
          ) : (
            <Tiles page={page} scope={scope} context={context} narrow={change} />
          )}
        </>
      ) : (
        <Denied page={page} />
      )}
      {context.sample && (
        <p className="watermark" aria-hidden="true">
          {words.page.sample}
        </p>
      )}
    </>
  )
}

/** Reps and managers submit for themselves, analysts and administrators for anybody. */
const maySubmit = ({ reader: { role, repId } }: ReaderContext): boolean =>
  role === 'analyst' || role === 'admin' || (role !== 'vp' && repId !== undefined)

function Submitting({ context, scope }: { context: ReaderContext; scope: Scope }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <p className="page-action">
      <button type="button" onClick={() => setOpen(true)}>
        {words.submit.title}
      </button>
      {isOpen && (
        <Suspense>
          <SubmitPanel context={context} scope={scope} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </p>
  )
}

/** What the tiles of a page are about. A filter that the page does not show stays in the URL, and is not in force. */
function useScope(page: Page, choice: Choice, context: ReaderContext): Scope {
  const text = choiceText(choice)
  return useMemo(() => {
    const { period, compare, ...chosen } = parseChoice(text)
    const narrowing = narrowingOf((name) => (page.filters?.includes(name) ? chosen[name] : null))
    const filters = { period: period ?? defaultPeriod(context.calendar), compare, ...narrowing }
    return scopeOf(filters, { ...context, words, role: context.reader.role })
  }, [page, text, context])
}

interface TilesProps {
  readonly page: Page
  readonly scope: Scope
  readonly context: ReaderContext
  readonly narrow: (narrowing: Partial<Narrowing>) => void
}

function Tiles({ page, scope, context, narrow }: TilesProps) {
  const shared = { scope, context, filters: page.filters ?? [], narrow }
  return (
    <main id="figures" className={page.id} data-build={context.build.id}>
      <section className="figures" aria-label={words.page.keyFigures}>
        <h2>{page.filters ? `${scopeWords(scope)}, ${periodWords(scope)}` : page.question?.(words)}</h2>
        {page.figures.map((tile) => (
          <TileFrame key={tile.id} tile={tile} {...shared} />
        ))}
      </section>
      <section className="details" aria-label={words.page.details}>
        <h2 className="unseen">{words.page.details}</h2>
        {page.details.map(({ tile, width }) => (
          <TileFrame key={tile.id} tile={tile} {...shared} width={width} />
        ))}
      </section>
    </main>
  )
}

/** Says for whom a page is, where the reader is not one of them. */
function Denied({ page }: { page: Page }) {
  const roles = (page.roles ?? []).map((role) => words.signIn.roles[role])
  return (
    <main id="figures" className="page-state denied">
      <h2>{words.page.denied}</h2>
      <p>{words.page.deniedWhy(page.title(words), roles)}</p>
      <p>
        <a href={linkTo(overview.path)}>{words.page.deniedBack(overview.title(words))}</a>
      </p>
    </main>
  )
}

function Waiting({ title }: { title: string }) {
  return (
    <div className="page-state" role="status" aria-label={words.page.loading(title)}>
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
        {words.page.contextFailed(error)} {words.page.startServer}
      </p>
      <button type="button" onClick={retry}>
        {words.page.retry}
      </button>
    </div>
  )
}
