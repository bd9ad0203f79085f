import type { Kysely } from 'kysely'
import type { Cube } from '../../../cube/server.ts'
import type { State } from '../../../models/state/database.ts'
import type { ServedBuild } from '../../context.ts'
import type { Channel } from './channel.ts'
import type { People } from './people.ts'
import type { Send } from './transport.ts'

/** What is told of deliveries: no name, no address, no value of the data. */
export interface DeliveryLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

/** All that deliveries work with. */
export interface Delivering {
  readonly home: string
  readonly state: Kysely<State>
  readonly cube: Pick<Cube, 'load' | 'meta'>
  readonly build: ServedBuild
  readonly people: People
  readonly channels: ReadonlyMap<string, Channel>
  /** What sends to a channel. */
  readonly senders: ReadonlyMap<string, Send>
  /** Names this process in claims. */
  readonly holder: string
  readonly log: DeliveryLog
  readonly now: () => Date
}
