import type { Unread } from '../pipelines/landing/discover.ts'

/** Files of a source that were not read, those of one cure on one line. */
export function unreadLines(source: string, files: readonly Unread[]): readonly string[] {
  const byCure = new Map<string, string[]>()
  for (const { file, cure } of files) byCure.set(cure, [...(byCure.get(cure) ?? []), `${source}/${file}`])
  return [...byCure].map(([cure, names]) => `Not read: ${names.join(', ')}: ${cure}`)
}
