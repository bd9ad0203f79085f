/** What a thing in the chain from a file's header to a page is. */
export type Kind = 'header' | 'column' | 'table' | 'member' | 'view' | 'tile' | 'place'

/** A directed graph of things by id, from what they are made of to what is made of them. */
export class Graph {
  readonly #kinds = new Map<string, Kind>()
  readonly #from = new Map<string, Set<string>>()
  readonly #to = new Map<string, Set<string>>()

  add(id: string, kind: Kind, from: Iterable<string> = []): void {
    if (!this.#kinds.has(id)) this.#kinds.set(id, kind)
    for (const source of from) {
      if (source === id) continue
      link(this.#from, id, source)
      link(this.#to, source, id)
    }
  }

  get ids(): readonly string[] {
    return [...this.#kinds.keys()]
  }

  kindOf(id: string): Kind | undefined {
    return this.#kinds.get(id)
  }

  /** What a thing is made of (`up`) or used by (`down`), one step away. */
  next(id: string, direction: 'up' | 'down'): readonly string[] {
    return [...((direction === 'up' ? this.#from : this.#to).get(id) ?? [])].sort()
  }
}

function link(edges: Map<string, Set<string>>, from: string, to: string): void {
  const known = edges.get(from)
  if (known) known.add(to)
  else edges.set(from, new Set([to]))
}
