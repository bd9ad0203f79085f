/** How records of each CRM are opened in it, in the order of the configuration; null where nobody has said. */
export type RecordLinks = readonly { readonly source: string; readonly url: string | null }[]

/**
 * The address of a record in its CRM, or null. The ids of all CRMs but the first begin with the name of their source.
 */
export function recordUrl(links: RecordLinks, id: string): string | null {
  const colon = id.indexOf(':')
  const own = links.find(({ source }) => colon > 0 && source === id.slice(0, colon))
  const { url } = own ?? links[0] ?? { url: null }
  return url?.replaceAll('{id}', encodeURIComponent(own ? id.slice(colon + 1) : id)) ?? null
}
