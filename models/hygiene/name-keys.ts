import { type Expression, type RawBuilder, sql } from 'kysely'

/** Letters with accents, by the letter that they are written as without one. */
const accents = {
  a: 'àáâãäåāăą',
  c: 'çćčċĉ',
  d: 'ďđ',
  e: 'èéêëēėęěĕ',
  g: 'ğģ',
  i: 'ìíîïīįı',
  l: 'łľĺ',
  n: 'ñńňņ',
  o: 'òóôõöøōő',
  r: 'řŕ',
  s: 'śšşș',
  t: 'ťţț',
  u: 'ùúûüūůűų',
  y: 'ýÿ',
  z: 'žźż',
}
const accented = Object.values(accents).join('')
const plain = Object.entries(accents)
  .map(([letter, those]) => letter.repeat(those.length))
  .join('')

/** Words that say what a company is before the law, not which one it is. */
const legalForms = [
  ...['the', 'inc', 'incorporated', 'llc', 'llp', 'lp', 'ltd', 'limited', 'plc', 'corp', 'corporation'],
  ...['co', 'company', 'gmbh', 'mbh', 'ag', 'kg', 'kgaa', 'ug', 'se', 'sa', 'sas', 'sarl', 'srl', 'spa'],
  ...['bv', 'nv', 'ab', 'as', 'aps', 'oy', 'oyj', 'pty', 'pte', 'pvt', 'sdn', 'bhd', 'kk', 'holding'],
  ...['holdings', 'group', 'and'],
]

/** Domains of which everybody has an address. */
const publicDomains = [
  ...['gmail.com', 'googlemail.com', 'yahoo.com', 'hotmail.com', 'outlook.com', 'live.com', 'icloud.com'],
  ...['aol.com', 'gmx.de', 'web.de', 'qq.com', '163.com', 'proton.me', 'facebook.com', 'linkedin.com'],
  ...['instagram.com', 'google.com', 'wordpress.com', 'wixsite.com', 'example.com', 'example.org'],
]

/** The words of a company's name in small letters, without accents, punctuation and legal forms; spaces between. */
export function nameWords(name: Expression<string | null>): RawBuilder<string> {
  const folded = sql`replace(replace(replace(translate(lower(${name}), ${sql.lit(accented)}, ${sql.lit(plain)}), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe')`
  // Initials and apostrophes hold a word together, all other signs part it.
  const words = sql`regexp_replace(regexp_replace(${folded}, '[.''’]', '', 'g'), '[^a-z0-9\u0080-\uffef]+', ' ', 'g')`
  // Two spaces between words, so that words that are left out may follow one another.
  const spaced = sql`' ' || replace(trim(${words}), ' ', '  ') || ' '`
  const named = sql`trim(regexp_replace(regexp_replace(${spaced}, ${sql.lit(` (${legalForms.join('|')}) `)}, ' ', 'g'), ' +', ' ', 'g'))`
  return sql`case when ${named} = '' then trim(${words}) else ${named} end`
}

/** The domain of a website's or mail's address; null where it has none or one that everybody uses. */
export function domainOf(website: Expression<string | null>): RawBuilder<string | null> {
  const bare = sql`regexp_replace(regexp_replace(regexp_replace(lower(trim(${website})), '^[a-z]+://', ''), '[/?#:].*$', ''), '^(.*@)?(www[0-9]?[.])?', '')`
  const isNone = sql`${bare} not like '%.%' or ${bare} in (${sql.join(publicDomains.map((domain) => sql.lit(domain)))})`
  return sql`case when ${isNone} then null else ${bare} end`
}
