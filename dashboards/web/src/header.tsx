import { useState } from 'react'
import type { ReaderContext } from '../../context.ts'
import { type Language, languages } from '../../messages/languages.ts'
import type { Page } from '../../pages/page.ts'
import { pagePaths } from '../../pages/paths.ts'
import { statusOf } from '../../status.ts'
import type { Scope } from '../../tiles/scope.ts'
import { BuildPanel } from './build-panel.tsx'
import { linkTo, Navigation } from './navigation.tsx'
import { chooseTheme, useTheme } from './theme.ts'
import { ViewsPanel } from './views-panel.tsx'
import { Whose } from './whose.tsx'
import { speak } from './words.ts'

interface HeaderProps {
  readonly context: ReaderContext
  readonly scope: Scope
  readonly page: Page
  readonly pages: readonly Page[]
}

/** The other languages, each by its own name. */
function Languages({ current }: { current: Language }) {
  return (Object.keys(languages) as Language[])
    .filter((language) => language !== current)
    .map((language) => (
      <button
        key={language}
        type="button"
        className="quiet language"
        lang={language}
        onClick={() => speak(language)}
      >
        {languages[language]}
      </button>
    ))
}

/** Whose numbers these are, how fresh and how sound. */
export function Header({ context, scope, page, pages }: HeaderProps) {
  const theme = useTheme()
  const [isViewsOpen, setViewsOpen] = useState(false)
  const { words, format } = scope
  const other = theme === 'dark' ? 'light' : 'dark'
  const status = statusOf(context, words, format)
  return (
    <header className="page-head">
      <div className="brand">
        <p className="company">
          {context.company.name}
          {context.sample && <span className="sample">{words.page.sample}</span>}
        </p>
        <h1>{page.title(words)}</h1>
      </div>
      <div className="tools">
        <button type="button" className="quiet" onClick={() => setViewsOpen(true)}>
          {words.views.title}
        </button>
        <Whose />
        <Languages current={words.language} />
        <button
          type="button"
          className="quiet theme"
          aria-label={words.page.useTheme(words.page[other].toLowerCase())}
          onClick={() => chooseTheme(other)}
        >
          {words.page[other]}
        </button>
      </div>
      <Navigation page={page} pages={pages} />
      <details className="build">
        <summary>
          <span className={`light ${status.state}`} aria-hidden="true" />
          {status.text}
        </summary>
        <BuildPanel context={context} scope={scope} />
      </details>
      {isViewsOpen && (
        <ViewsPanel context={context} page={page} pages={pages} onClose={() => setViewsOpen(false)} />
      )}
      {status.strip !== '' && (
        <p className="alert" role="status">
          {status.strip} {page.id !== 'data' && <a href={linkTo(pagePaths.data)}>{words.build.see}</a>}
        </p>
      )}
    </header>
  )
}
