import { statusOf } from '../status.ts'
import { periodWords, scopeWords } from '../tiles/title.ts'
import { SourceTable } from '../web/src/source-table.tsx'
import { changesTitle } from './changes/changes.ts'
import type { ReportContent } from './content.ts'
import { qualityNotes } from './quality-notes.ts'
import { ReportTileView } from './report-tile.tsx'

/** A report: what it is of and how sound it is first, then the numbers, then how each is computed. */
export function ReportPage(content: ReportContent) {
  const { definition, title, context, scope, changes, figures, details, definitions } = content
  const { words, format, company } = scope
  const { build } = context
  const status = statusOf(context, words, format)
  return (
    <main>
      <header>
        <p className="company">
          {company.name}
          {context.sample && <span className="sample">{words.page.sample}</span>}
        </p>
        <h1>{title}</h1>
        <p className="stamp">{status.text}</p>
        <p className="stamp">{words.report.build(build.id, format.moment(build.publishedAt))}</p>
        {status.alerts.map((alert) => (
          <p key={alert} className="alert">
            {alert}
          </p>
        ))}
      </header>
      {changes && (
        <section className="changes">
          <h2>{changesTitle(definition.changes, scope)}</h2>
          {changes.length === 0 && <p>{words.report.changes.none}</p>}
          <ol>
            {changes.map(({ what, why }) => (
              <li key={what}>
                <p className="what">{what}</p>
                {why !== null && <p>{why}</p>}
              </li>
            ))}
          </ol>
        </section>
      )}
      <section className="figures">
        <h2>{`${scopeWords(scope)}, ${periodWords(scope)}`}</h2>
        {figures.map((loaded) => (
          <ReportTileView key={loaded.tile.id} {...loaded} scope={scope} />
        ))}
      </section>
      <section className="quality">
        <h2>{words.report.quality}</h2>
        <SourceTable sources={context.sources} scope={scope} />
        {qualityNotes(content).map((note) => (
          <p key={note} className="note">
            {note}
          </p>
        ))}
      </section>
      <section className="details">
        {details.map((loaded) => (
          <ReportTileView key={loaded.tile.id} {...loaded} scope={scope} />
        ))}
      </section>
      <section className="definitions">
        <h2>{words.report.definitions}</h2>
        <dl>
          {definitions.map(({ title: term, text }) => (
            <div key={`${term} ${text}`}>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </section>
      {context.sample && (
        <p className="watermark" aria-hidden="true">
          {words.page.sample}
        </p>
      )}
    </main>
  )
}
