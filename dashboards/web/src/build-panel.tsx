import type { Context } from '../../context.ts'
import type { Scope } from '../../tiles/scope.ts'

/** Whether the numbers can be trusted: the build, its sources one by one, its audits. */
export function BuildPanel({ context, scope }: { context: Context; scope: Scope }) {
  const { words, format } = scope
  const text = words.build
  return (
    <div className="build-panel">
      <p>
        {text.id} <code>{context.build.id}</code>, {text.published.toLowerCase()}{' '}
        {format.moment(context.build.publishedAt)}
      </p>
      <div className="scroll">
        <table className="data">
          <caption className="unseen">{text.panel}</caption>
          <thead>
            <tr>
              <th scope="col">{text.source}</th>
              <th scope="col">{text.lastRecord}</th>
              <th scope="col">{text.state}</th>
              <th scope="col" className="numeric">
                {text.records}
              </th>
              <th scope="col" className="numeric">
                {text.loaded}
              </th>
              <th scope="col" className="numeric">
                {text.quarantinedHead}
              </th>
            </tr>
          </thead>
          <tbody>
            {context.sources.map((source) => (
              <tr key={source.name}>
                <th scope="row">{source.name}</th>
                <td>{source.lastLoadedAt ? format.moment(source.lastLoadedAt) : text.never}</td>
                <td>
                  {source.held ? text.held(source.name, source.held) : text.freshness[source.freshness]}
                </td>
                <td className="numeric">{format.count(source.records)}</td>
                <td className="numeric">{format.count(source.loaded)}</td>
                <td className="numeric">{format.count(source.quarantined)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {context.audits.warnings.length === 0 ? (
        <p>{text.allPassed}</p>
      ) : (
        <ul>
          {context.audits.warnings.map(({ model, audit, failures }) => (
            <li key={`${model} ${audit}`}>{text.warning(model, audit, format.count(failures))}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
