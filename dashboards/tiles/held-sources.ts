import { dataTitle } from './landed-figures.ts'
import { defineTile } from './tile.ts'

/** Sources of whose newest files nothing is published, and what to do about each. */
export const heldSources = defineTile({
  id: 'held-sources',
  form: 'table',
  needs: [],
  title: (scope) => dataTitle(scope.words.data.heldTitle, scope),
  queries: () => ({}),
  view: (_, { sources, words: { data } }) => {
    const held = sources.flatMap(({ name, held: why }) => (why === null ? [] : [{ name, why }]))
    if (held.length === 0) return { kind: 'empty', reason: data.noneHeld }
    return {
      kind: 'table',
      message: data.heldMessage(held.map(({ name }) => name)),
      table: {
        columns: [
          { id: 'source', head: data.source, numeric: false, text: 'line' },
          { id: 'why', head: data.why, numeric: false, text: 'sentence' },
        ],
        rows: held.map(({ name, why }) => [{ text: name, mark: 'stale' }, { text: why }]),
      },
    }
  },
})
