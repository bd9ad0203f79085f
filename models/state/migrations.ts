import type { Kysely, Migration, MigrationProvider } from 'kysely'

/** Changes of the state's tables, oldest first. A released one is never edited. */
const migrations: Readonly<Record<string, Migration>> = {
  '001-runs': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('file_seen')
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('file', 'text', (c) => c.notNull())
        .addColumn('size', 'integer', (c) => c.notNull())
        .addColumn('mtime_ms', 'real', (c) => c.notNull())
        .addColumn('rules_hash', 'text', (c) => c.notNull())
        .addColumn('file_hash', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('file_seen_key', ['source', 'file'])
        .execute()
      await db.schema
        .createTable('landed_part')
        .addColumn('sequence', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('id', 'text', (c) => c.notNull().unique())
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('entity', 'text', (c) => c.notNull())
        .addColumn('drop_name', 'text', (c) => c.notNull())
        .addColumn('file', 'text', (c) => c.notNull())
        .addColumn('file_hash', 'text', (c) => c.notNull())
        .addColumn('records', 'integer', (c) => c.notNull())
        .addColumn('loaded', 'integer', (c) => c.notNull())
        .addColumn('quarantined', 'integer', (c) => c.notNull())
        .addColumn('path', 'text', (c) => c.notNull())
        .addColumn('quarantine_path', 'text')
        .addColumn('loaded_at', 'text', (c) => c.notNull())
        .addColumn('warnings', 'text', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('run')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('started_at', 'text', (c) => c.notNull())
        .addColumn('finished_at', 'text')
        .addColumn('outcome', 'text', (c) => c.notNull())
        .addColumn('build', 'text')
        .addColumn('held', 'text', (c) => c.notNull().defaultTo('{}'))
        .addColumn('message', 'text')
        .execute()
      await db.schema
        .createTable('lease')
        .addColumn('name', 'text', (c) => c.primaryKey())
        .addColumn('holder', 'text', (c) => c.notNull())
        .addColumn('host', 'text', (c) => c.notNull())
        .addColumn('pid', 'integer', (c) => c.notNull())
        .addColumn('taken_at', 'text', (c) => c.notNull())
        .addColumn('renewed_at', 'text', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('setting')
        .addColumn('name', 'text', (c) => c.primaryKey())
        .addColumn('value', 'text', (c) => c.notNull())
        .execute()
    },
  },
  '002-corrections': {
    async up(db: Kysely<unknown>) {
      const added = { file_kind: 'text', drift: 'text', replaced: 'integer' } as const
      for (const [name, type] of Object.entries(added))
        await db.schema
          .alterTable('landed_part')
          .addColumn(name, type, (c) => (type === 'integer' ? c.notNull().defaultTo(0) : c))
          .execute()
      for (const name of ['files_landed', 'records_loaded', 'records_quarantined'])
        await db.schema
          .alterTable('run')
          .addColumn(name, 'integer', (c) => c.notNull().defaultTo(0))
          .execute()
      await db.schema
        .alterTable('run')
        .addColumn('faults', 'text', (c) => c.notNull().defaultTo('{}'))
        .execute()
      await db.schema
        .createTable('forgotten')
        .addColumn('hash', 'text', (c) => c.primaryKey())
        .addColumn('salt', 'text', (c) => c.notNull())
        .addColumn('forgotten_at', 'text', (c) => c.notNull())
        .addColumn('done', 'integer', (c) => c.notNull())
        .execute()
    },
  },
  '003-run-sources': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('run_source')
        .addColumn('run', 'text', (c) => c.notNull())
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('position', 'integer', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('warn_ms', 'integer', (c) => c.notNull())
        .addColumn('stale_ms', 'integer', (c) => c.notNull())
        .addColumn('files', 'integer', (c) => c.notNull())
        .addColumn('records', 'integer', (c) => c.notNull())
        .addColumn('loaded', 'integer', (c) => c.notNull())
        .addColumn('quarantined', 'integer', (c) => c.notNull())
        .addColumn('held', 'text')
        .addColumn('unread', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('run_source_key', ['run', 'source'])
        .execute()
    },
  },
  '004-forgotten': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('forgotten')
        .addColumn('kind', 'text', (c) => c.notNull().defaultTo('email'))
        .execute()
      for (const name of ['source', 'entity', 'record_id'])
        await db.schema.alterTable('forgotten').addColumn(name, 'text').execute()
    },
  },
  '005-access': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('user_account')
        .addColumn('name', 'text', (c) => c.primaryKey())
        .addColumn('role', 'text', (c) => c.notNull())
        .addColumn('rep_id', 'text')
        .addColumn('password', 'text')
        .addColumn('disabled_at', 'text')
        .addColumn('created_at', 'text', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('session')
        .addColumn('hash', 'text', (c) => c.primaryKey())
        .addColumn('user_name', 'text', (c) => c.notNull())
        .addColumn('claims', 'text')
        .addColumn('created_at', 'text', (c) => c.notNull())
        .addColumn('expires_at', 'text', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('access_log')
        .addColumn('sequence', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('at', 'text', (c) => c.notNull())
        .addColumn('event', 'text', (c) => c.notNull())
        .addColumn('user_name', 'text')
        .addColumn('detail', 'text', (c) => c.notNull())
        .execute()
    },
  },
  '006-scram': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('user_account').addColumn('scram', 'text').execute()
    },
  },
  '007-saved-views': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('saved_view')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('owner', 'text', (c) => c.notNull())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('page', 'text', (c) => c.notNull())
        .addColumn('filters', 'text', (c) => c.notNull())
        .addColumn('is_shared', 'integer', (c) => c.notNull())
        .addColumn('created_at', 'text', (c) => c.notNull())
        .addColumn('changed_at', 'text', (c) => c.notNull())
        .addUniqueConstraint('saved_view_name', ['owner', 'name'])
        .execute()
    },
  },
  '008-deliveries': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('report_schedule')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('owner', 'text', (c) => c.notNull())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('page', 'text', (c) => c.notNull())
        .addColumn('filters', 'text', (c) => c.notNull())
        .addColumn('schedule', 'text', (c) => c.notNull())
        .addColumn('timezone', 'text', (c) => c.notNull())
        .addColumn('channel', 'text', (c) => c.notNull())
        .addColumn('formats', 'text', (c) => c.notNull())
        .addColumn('created_at', 'text', (c) => c.notNull())
        .addUniqueConstraint('report_schedule_name', ['owner', 'name'])
        .execute()
      await db.schema
        .createTable('schedule_seen')
        .addColumn('report', 'text', (c) => c.primaryKey())
        .addColumn('schedule', 'text', (c) => c.notNull())
        .addColumn('since', 'text', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('report_period')
        .addColumn('report', 'text', (c) => c.notNull())
        .addColumn('period', 'text', (c) => c.notNull())
        .addColumn('due_at', 'text', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('code', 'text')
        .addColumn('message', 'text')
        .addColumn('cure', 'text')
        .addColumn('tried_with', 'text')
        .addColumn('changed_at', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('report_period_key', ['report', 'period'])
        .execute()
      await db.schema
        .createTable('delivery')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('report', 'text', (c) => c.notNull())
        .addColumn('period', 'text', (c) => c.notNull())
        .addColumn('recipient', 'text', (c) => c.notNull())
        .addColumn('channel', 'text', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('holder', 'text')
        .addColumn('attempts', 'integer', (c) => c.notNull())
        .addColumn('retry_at', 'text')
        .addColumn('build', 'text')
        .addColumn('is_late', 'integer', (c) => c.notNull())
        .addColumn('message_id', 'text')
        .addColumn('code', 'text')
        .addColumn('message', 'text')
        .addColumn('cure', 'text')
        .addColumn('issue', 'text')
        .addColumn('created_at', 'text', (c) => c.notNull())
        .addColumn('changed_at', 'text', (c) => c.notNull())
        .addUniqueConstraint('delivery_once', ['report', 'period', 'recipient', 'channel'])
        .execute()
      await db.schema
        .createTable('alert_state')
        .addColumn('alert', 'text', (c) => c.notNull())
        .addColumn('recipient', 'text', (c) => c.notNull())
        .addColumn('is_firing', 'integer', (c) => c.notNull())
        .addColumn('value', 'text')
        .addColumn('build', 'text', (c) => c.notNull())
        .addColumn('since', 'text', (c) => c.notNull())
        .addColumn('held_until', 'text')
        .addPrimaryKeyConstraint('alert_state_key', ['alert', 'recipient'])
        .execute()
      await db.schema
        .createTable('alert_snooze')
        .addColumn('alert', 'text', (c) => c.notNull())
        .addColumn('user_name', 'text', (c) => c.notNull())
        .addColumn('until', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('alert_snooze_key', ['alert', 'user_name'])
        .execute()
    },
  },
  '009-facts-of-faults': {
    async up(db: Kysely<unknown>) {
      for (const table of ['report_period', 'delivery'])
        await db.schema.alterTable(table).addColumn('facts', 'text').execute()
    },
  },
}

export const stateMigrations: MigrationProvider = {
  getMigrations: async () => ({ ...migrations }),
}
