import { quoted } from './expression.ts'

/** Where the short names of the IANA database are not those that any English-speaking country has for a zone. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  'America/Adak': ['HST', 'HDT'],
  'America/Dawson': ['MST'],
  'America/Havana': ['CST', 'CDT'],
  'America/Hermosillo': ['MST'],
  'America/Mazatlan': ['MST'],
  'America/Miquelon': [],
  'America/Whitehorse': ['MST'],
  'Antarctica/Casey': [],
  'Antarctica/Troll': [],
  'Asia/Colombo': [],
  'Asia/Dubai': [],
  'Asia/Hong_Kong': ['HKT'],
  'Asia/Jakarta': ['WIB'],
  'Asia/Jayapura': ['WIT'],
  'Asia/Jerusalem': ['IST', 'IDT'],
  'Asia/Karachi': ['PKT'],
  'Asia/Kuala_Lumpur': [],
  'Asia/Kuching': [],
  'Asia/Macau': ['CST'],
  'Asia/Makassar': ['WITA'],
  'Asia/Manila': ['PST'],
  'Asia/Muscat': [],
  'Asia/Pontianak': ['WIB'],
  'Asia/Pyongyang': ['KST'],
  'Asia/Seoul': ['KST'],
  'Asia/Shanghai': ['CST'],
  'Asia/Singapore': [],
  'Asia/Taipei': ['CST'],
  'Asia/Tokyo': ['JST'],
  'Australia/Eucla': [],
  'Australia/Lord_Howe': [],
  'Europe/Guernsey': ['GMT', 'BST'],
  'Europe/Isle_of_Man': ['GMT', 'BST'],
  'Europe/Jersey': ['GMT', 'BST'],
  'Europe/Kirov': ['MSK'],
  'Europe/Moscow': ['MSK'],
  'Europe/Simferopol': ['MSK'],
  'Europe/Volgograd': ['MSK'],
  'Pacific/Chatham': [],
  'Pacific/Guam': ['ChST'],
  'Pacific/Midway': ['SST'],
  'Pacific/Pago_Pago': ['SST'],
  'Pacific/Saipan': ['ChST'],
}

const LOCALES = ['en-US', 'en-GB', 'en-CA', 'en-AU', 'en-NZ', 'en-IN', 'en-ZA', 'en-IE', 'en-KE', 'en-NG']

const WINTER_AND_SUMMER = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)]

/** How far a zone's local time is from UTC now and then: its short name by minutes. One without letters has none. */
function shortNames(zone: string): Map<number, string> {
  const seen = new Map<number, string>()
  for (const at of WINTER_AND_SUMMER) {
    const offset = partOf(at, zone, 'en-US', 'longOffset')
    const [, sign, hours = '0', minutes = '0'] = /([+-])(\d+):(\d+)/.exec(offset) ?? []
    const away = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
    const name = OTHERWISE[zone]
      ? OTHERWISE[zone][seen.size]
      : LOCALES.map((locale) => partOf(at, zone, locale, 'short')).find(
          (text) => !/^(GMT|UTC)[+-]/.test(text),
        )
    if (name !== undefined && !seen.has(away)) seen.set(away, name)
  }
  return seen
}

function partOf(at: number, zone: string, locale: string, timeZoneName: 'short' | 'longOffset'): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName }).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

/** Minutes between a local time of a zone and UTC, as SQL. */
const minutesAway = (local: string, zone: string): string =>
  `date_diff('minute', timezone('UTC', timezone(${quoted(zone)}, ${local})), ${local})`

/** `+07`, `-03:30`: what OF and, with no colon, TZ say of a zone. */
export function offsetText(local: string, zone: string, colon: ':' | '' = ':'): string {
  const away = minutesAway(local, zone)
  const hours = `lpad(CAST(abs(${away}) // 60 AS VARCHAR), 2, '0')`
  const minutes = `CASE WHEN abs(${away}) % 60 = 0 THEN '' ELSE ${quoted(colon)} || lpad(CAST(abs(${away}) % 60 AS VARCHAR), 2, '0') END`
  return `(CASE WHEN ${away} < 0 THEN '-' ELSE '+' END || ${hours} || ${minutes})`
}

/** `EST` in winter and `EDT` in summer; `+07` where the zone has no letters. */
export function zoneText(local: string, zone: string): string {
  if (zone === 'UTC') return "'UTC'"
  const cases = [...shortNames(zone)].map(([away, name]) => `WHEN ${away} THEN ${quoted(name)}`)
  const offset = offsetText(local, zone, '')
  return cases.length === 0
    ? offset
    : `(CASE ${minutesAway(local, zone)} ${cases.join(' ')} ELSE ${offset} END)`
}
