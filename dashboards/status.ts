import type { Context } from './context.ts'
import type { Messages } from './messages/en.ts'
import type { Format } from './tiles/format.ts'

export interface Status {
  readonly state: 'sound' | 'look' | 'stale'
  /** One line: as of when, audits, quarantine. */
  readonly text: string
  /** What a reader must know before believing a number. */
  readonly alerts: readonly string[]
  /** The sources that are held back or stale, by name; empty where there is none. */
  readonly strip: string
}

/** How fresh and sound a build is, in words. */
export function statusOf(context: Context, words: Messages, format: Format): Status {
  const { build: text } = words
  const { audits, sources, quarantined } = context
  const stale = sources.filter(({ freshness }) => freshness === 'stale').map(({ name }) => name)
  const held = sources.filter(({ held: why }) => why !== null)
  const isAgeing = sources.some(({ freshness }) => freshness !== 'fresh')
  return {
    state:
      stale.length + held.length > 0 ? 'stale' : isAgeing || audits.warnings.length > 0 ? 'look' : 'sound',
    text: [
      text.asOf(format.moment(context.build.asOf)),
      text.audits(audits.passed, audits.warnings.length),
      quarantined === 0 ? text.none : text.quarantined(format.count(quarantined), quarantined === 1),
    ].join(' · '),
    alerts: [
      ...(stale.length > 0 ? [text.stale(stale.join(', '))] : []),
      ...held.map(({ name, held: why }) => text.held(name, why ?? '')),
    ],
    strip: text.strip(
      held.map(({ name }) => name),
      stale,
    ),
  }
}
