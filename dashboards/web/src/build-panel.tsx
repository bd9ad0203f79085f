import type { Context } from '../../context.ts'
import type { Scope } from '../../tiles/scope.ts'
import { SourceTable } from './source-table.tsx'

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
        <SourceTable sources={context.sources} scope={scope} />
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
