import type { Graph } from './graph.ts'

const STEP = '  '

/**
 * All that a thing leads to, indented by the steps to it. What was shown in full is named again with an
 * ellipsis only; things at the same place that lead no further share a line.
 */
export function treeOf(graph: Graph, id: string, direction: 'up' | 'down'): readonly string[] {
  const shown = new Set([id])
  const below = (of: string, indent: string): string[] => {
    const next = graph.next(of, direction)
    const ends = next.filter((it) => graph.next(it, direction).length === 0)
    const more = next.filter((it) => !ends.includes(it))
    return [
      ...(ends.length > 0 ? [`${indent}${ends.join(', ')}`] : []),
      ...more.flatMap((it) => {
        if (shown.has(it)) return [`${indent}${it} ...`]
        shown.add(it)
        return [`${indent}${it}`, ...below(it, indent + STEP)]
      }),
    ]
  }
  return below(id, STEP)
}

/** A thing on the way, with what is one step further. */
export interface Step {
  readonly id: string
  readonly kind: string
  readonly next: readonly string[]
}

/** Everything that a thing leads to, each once, the nearest first. */
export function stepsOf(graph: Graph, id: string, direction: 'up' | 'down'): readonly Step[] {
  const found = new Set([id])
  for (const at of found) for (const next of graph.next(at, direction)) found.add(next)
  return [...found].map((it) => ({
    id: it,
    kind: graph.kindOf(it) ?? 'column',
    next: graph.next(it, direction),
  }))
}
