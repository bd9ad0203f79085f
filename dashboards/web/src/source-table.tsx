import type { Context } from '../../context.ts'
import type { Scope } from '../../tiles/scope.ts'

/** How fresh each source is, and what of it could not be loaded. */
export function SourceTable({ sources, scope }: { sources: Context['sources']; scope: Scope }) {
  const { words, format } = scope
  const text = words.build
  return (
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
        {sources.map((source) => (
          <tr key={source.name}>
            <th scope="row">{source.name}</th>
            <td>{source.lastLoadedAt ? format.moment(source.lastLoadedAt) : text.never}</td>
            <td>{source.held ? text.held(source.name, source.held) : text.freshness[source.freshness]}</td>
            <td className="numeric">{format.count(source.records)}</td>
            <td className="numeric">{format.count(source.loaded)}</td>
            <td className="numeric">{format.count(source.quarantined)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
