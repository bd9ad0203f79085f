import type { AuditResult } from '../../models/contract/ops/build-manifest.ts'
import type { LandingError } from '../landing/landing-error.ts'

/** What somebody has to know of a run. */
export interface Notice {
  /** E-mail address of the owner; null where the source names none. */
  readonly to: string | null
  /** The source that is held; null where the run as a whole failed. */
  readonly source: string | null
  readonly text: string
}

interface Owned {
  readonly name: string
  readonly owner?: string
}

/** One notice for each source that is held. */
export function heldNotices(sources: readonly Owned[], held: ReadonlyMap<string, LandingError>): Notice[] {
  return [...held].map(([name, error]) => ({
    to: sources.find((source) => source.name === name)?.owner ?? null,
    source: name,
    text: `source ${name} is held: ${error.message}`,
  }))
}

/** One notice for each owner of a source where an audit stopped the run. */
export function auditNotices(sources: readonly Owned[], failed: readonly AuditResult[]): Notice[] {
  const errors = failed.filter(({ severity }) => severity === 'error')
  const names = errors.map(({ model, audit }) => `${model}: ${audit}`).join('; ')
  return failureNotices(sources, `nothing was published, an audit failed: ${names}`)
}

/** One notice for each owner of a source. */
export function failureNotices(sources: readonly Owned[], text: string): Notice[] {
  const owners = [...new Set(sources.flatMap(({ owner }) => owner ?? []))]
  return (owners.length ? owners : [null]).map((to) => ({ to, source: null, text }))
}

/** A notice as a line of the log. */
export function noticeText({ to, text }: Notice): string {
  return to === null ? `Notice: ${text}` : `Notice to ${to}: ${text}`
}
