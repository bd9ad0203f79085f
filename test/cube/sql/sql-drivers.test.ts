import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { sampleCube } from '../../dashboards/served.ts'
import { sampleBuild } from '../../support/sample-build.ts'
import { PASSWORD, SqlLab } from './sql-lab.ts'

// test/support/install-sql-clients.sh installs them.
const lab = new SqlLab(async () => ({ cube: await sampleCube(), file: sampleBuild().buildFile }))
const run = promisify(execFile)

const JAVA = '/usr/bin/java'
const JAVAC = '/usr/bin/javac'
const PGJDBC = '/usr/share/java/postgresql.jar'
const hasJdbc = [JAVA, JAVAC, PGJDBC].every(existsSync)
if (!hasJdbc) console.warn('pgjdbc or a JDK is not installed: left out')

test.skipIf(!hasJdbc)(
  'pgjdbc reads metadata, runs a prepared statement and fetches by a cursor',
  async () => {
    const program = fileURLToPath(new URL('./JdbcClient.java', import.meta.url))
    const { stdout } = await run(JAVA, ['-Xmx256m', '-cp', PGJDBC, program, String(lab.port), PASSWORD])
    expect(stdout.trim().split('\n').sort()).toEqual([
      'amount numeric',
      'closed_at timestamp',
      'fetched true',
      'prepared true',
      'refused 28P01',
      'tables true',
      'win_rate float8',
    ])
    expect(lab.faults).toEqual([])
  },
  120_000,
)

const PYTHON = '/usr/bin/python3'
const PSQLODBC = '/usr/lib/x86_64-linux-gnu/odbc/psqlodbcw.so'
const hasOdbc =
  existsSync(PYTHON) &&
  existsSync(PSQLODBC) &&
  (await run(PYTHON, ['-c', 'import pyodbc']).then(
    () => true,
    () => false,
  ))
if (!hasOdbc) console.warn('psqlodbc or pyodbc is not installed: left out')

test.skipIf(!hasOdbc)(
  'psqlodbc lists, describes, asks with parameters and reads rows in parts',
  async () => {
    const connect = (password: string, more = ''): string =>
      `pyodbc.connect("Driver=${PSQLODBC};Server=127.0.0.1;Port=${lab.port};Database=salesops;Uid=ann;Pwd=${password}${more}")`
    const { stdout } = await run(PYTHON, [
      '-c',
      `import pyodbc
c = ${connect(PASSWORD)}
k = c.cursor()
print('tables', 'bookings' in [r.table_name for r in k.tables()])
print({r.column_name: r.type_name for r in k.columns(table='bookings') if r.column_name in ('amount', 'win_rate')})
k.execute("SELECT COUNT(*), SUM(amount), MEASURE(win_rate), MAX(closed_at) FROM bookings WHERE territory_name = ? AND cycle_days > ?", ('Bangkok', 3))
print([type(v).__name__ for v in k.fetchone()])
f = ${connect(PASSWORD, ';UseDeclareFetch=1;Fetch=50')}
print('fetched', len(f.cursor().execute("SELECT opportunity_id FROM bookings").fetchall()) > 100)
try:
    ${connect('wrong')}
except pyodbc.Error as e:
    print('refused', e.args[0])`,
    ])
    expect(stdout.trim().split('\n')).toEqual([
      'tables True',
      expect.stringMatching(
        /'amount': 'numeric'.*'win_rate': 'float8'|'win_rate': 'float8'.*'amount': 'numeric'/,
      ),
      "['int', 'Decimal', 'float', 'datetime']",
      'fetched True',
      expect.stringMatching(/^refused (28000|08001|28P01)$/),
    ])
    expect(lab.faults).toEqual([])
  },
  120_000,
)
