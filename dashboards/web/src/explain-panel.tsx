import { useEffect, useState } from 'react'
import type { ReaderContext } from '../../context.ts'
import type { Definition, Explanation } from '../../explain/explanation.ts'
import type { Scope } from '../../tiles/scope.ts'
import type { Tile } from '../../tiles/tile.ts'
import { fetchExplanation } from './api.ts'
import { causeText } from './cause-text.ts'
import { Dialog } from './dialog.tsx'
import { SourceTable } from './source-table.tsx'
import { tileQuery } from './tile-address.ts'
import { TileTitle } from './tile-title.tsx'

interface ExplainPanelProps {
  readonly tile: Tile
  readonly scope: Scope
  readonly context: ReaderContext
  readonly onClose: () => void
}

/** How a tile's numbers come about: what its measures mean, of which tables, build and sources they are, and what was asked. */
export function ExplainPanel({ tile, scope, context, onClose }: ExplainPanelProps) {
  const [found, setFound] = useState<Explanation | null>(null)
  const [error, setError] = useState<string | null>(null)
  const { words, format } = scope
  const { explain } = words
  const build = context.build.id
  useEffect(() => {
    let isOver = false
    fetchExplanation(tileQuery(tile, { scope, build })).then(
      (explanation) => {
        if (!isOver) setFound(explanation)
      },
      (cause: unknown) => {
        if (!isOver) setError(causeText(cause))
      },
    )
    return () => {
      isOver = true
    }
  }, [tile, scope, build])
  return (
    <Dialog title={explain.title(tile.title(scope).measure)} onClose={onClose}>
      <TileTitle title={tile.title(scope)} message={null} />
      {error !== null && (
        <p className="failed" role="alert">
          {words.panel.failed(error)}
        </p>
      )}
      {found === null && error === null && <p role="status">{words.panel.loading}</p>}
      {found && (
        <>
          {found.definitions.length === 0 && <p>{explain.noMeasures}</p>}
          {found.definitions.map((definition) => (
            <DefinitionOf key={definition.member} definition={definition} scope={scope} />
          ))}
        </>
      )}
      <h3>{explain.data}</h3>
      <p>
        {words.build.id} <code>{build}</code>,{' '}
        {words.build.asOf(format.moment(context.build.asOf)).toLowerCase()}
      </p>
      <div className="scroll">
        <SourceTable sources={context.sources} scope={scope} />
      </div>
      {found?.queries.map(({ query, sql }, index) => (
        <details key={JSON.stringify(query)}>
          <summary>{explain.query(index + 1, found.queries.length)}</summary>
          <pre>{JSON.stringify(query, null, 2)}</pre>
          {sql && (
            <>
              <h4>{explain.sql}</h4>
              <pre data-sql>{sql.text}</pre>
              {sql.values.length > 0 && <pre>{explain.values(JSON.stringify(sql.values))}</pre>}
            </>
          )}
        </details>
      ))}
    </Dialog>
  )
}

function DefinitionOf({ definition, scope }: { definition: Definition; scope: Scope }) {
  const { explain } = scope.words
  const { title, member, description, unit, tables } = definition
  return (
    <section className="definition">
      <h3>
        {title} <code>{member}</code>
      </h3>
      <p>{description}</p>
      <p className="note">
        {[unit !== null && explain.unit(unit), tables.length > 0 && explain.tables(tables.join(', '))]
          .filter(Boolean)
          .join('; ')}
      </p>
    </section>
  )
}
