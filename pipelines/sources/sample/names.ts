import { at } from './at.ts'
import type { Rng } from './rng.ts'
import type { Territory } from './territories.ts'

const firstNames: Record<string, readonly string[]> = {
  TH: [
    'Anong',
    'Chai',
    'Kanya',
    'Niran',
    'Ploy',
    'Somchai',
    'Suda',
    'Thanom',
    'Wichai',
    'Malee',
    'Pim',
    'Krit',
    'Arthit',
    'Dao',
    'สมชาย',
    'กานดา',
  ],
  SE: [
    'Wei Ling',
    'Jun Hao',
    'Siti',
    'Ahmad',
    'Mei',
    'Farid',
    'Putri',
    'Kai',
    'Nurul',
    'Desmond',
    'Hui Min',
    'Budi',
    'Grace',
    'Rizal',
  ],
  EU: [
    'Jürgen',
    'Anna',
    'François',
    'Zoë',
    'Søren',
    'Lucía',
    'Matthias',
    'Chloé',
    'Pieter',
    'Inés',
    'Katrin',
    'Marco',
    'Élodie',
    'Lena',
  ],
  AM: [
    'Emily',
    'James',
    'Maria',
    'Robert',
    'Olivia',
    'Carlos',
    'Megan',
    'Tyler',
    'Sofía',
    'William',
    'Dana',
    'Marcus',
    'Rachel',
    'Kevin',
  ],
}

const lastNames: Record<string, readonly string[]> = {
  TH: [
    'Srisai',
    'Wongsa',
    'Chaiyasit',
    'Boonmee',
    'Rattanakorn',
    'Thongdee',
    'Kittisak',
    'Suwan',
    'Phromma',
    'Jaidee',
    'Intharat',
    'Saelim',
    'วงศ์ทอง',
    'ใจดี',
  ],
  SE: [
    'Tan',
    'Lim',
    'bin Yusof',
    'Wijaya',
    'Nguyen',
    'Santos',
    'Ong',
    'Hartono',
    'Goh',
    'Rahman',
    'Lee',
    'Pratama',
    'Chua',
    'Reyes',
  ],
  EU: [
    'Müller',
    'Dubois',
    "O'Brien",
    'García',
    'van Dijk',
    'Weiß',
    'Rossi',
    'Novák',
    'Lefèvre',
    'Schäfer',
    'Fernández',
    'Keller',
    'Moreau',
    'Bauer',
  ],
  AM: [
    'Smith',
    'Johnson',
    'Martínez',
    'Brown',
    'Nguyen',
    'Davis',
    'Tremblay',
    'Wilson',
    'Clark',
    'Hernandez',
    'Lewis',
    'Walker',
    'Young',
    'Green',
  ],
}

const heads = [
  'Ar',
  'Bel',
  'Cor',
  'Dal',
  'El',
  'Fen',
  'Gal',
  'Hal',
  'In',
  'Jas',
  'Kan',
  'Lum',
  'Mer',
  'Nor',
  'Or',
  'Pal',
  'Quin',
  'Rav',
  'Sel',
  'Tor',
  'Ur',
  'Ven',
  'Wel',
  'Xan',
  'Yar',
  'Zan',
]
const middles = ['a', 'e', 'i', 'o', 'u', 'ami', 'edo', 'ila', 'ora', 'una', 'ari', 'eno', 'iva', 'osa']
const tails = [
  'bex',
  'cor',
  'dan',
  'fex',
  'gon',
  'kem',
  'lia',
  'mar',
  'nex',
  'pol',
  'ris',
  'sen',
  'tek',
  'vo',
  'wyn',
  'zen',
  'dis',
  'lon',
  'mel',
  'tas',
]

const legalForms: Record<string, readonly string[]> = {
  TH: ['Co., Ltd.', 'Public Co., Ltd.', 'Ltd., Part.'],
  SE: ['Pte. Ltd.', 'Sdn. Bhd.', 'Tbk'],
  EU: ['GmbH', 'S.A.', 'B.V.', 'S.à r.l.'],
  AM: ['Inc.', 'LLC', 'Corp.'],
}

const industries = [
  'Manufacturing',
  'Retail',
  'Logistics',
  'Healthcare',
  'Education',
  'Hospitality',
  'Food & Beverage',
  'Construction',
  'Energy',
  'Financial Services',
  'Technology',
  'Agriculture',
] as const

const tradeWords: Record<(typeof industries)[number], string> = {
  Manufacturing: 'Works',
  Retail: 'Stores',
  Logistics: 'Freight',
  Healthcare: 'Clinics',
  Education: 'Academy',
  Hospitality: 'Hotels',
  'Food & Beverage': 'Foods',
  Construction: 'Builders',
  Energy: 'Power',
  'Financial Services': 'Capital',
  Technology: 'Systems',
  Agriculture: 'Farms',
}

const jobTitles = [
  'Purchasing Manager',
  'Operations Director',
  'IT Manager',
  'Chief Financial Officer',
  'Owner',
  'Plant Manager',
  'Head of Procurement',
  'Office Manager',
]

const wordsOf = (lists: Record<string, readonly string[]>, region: string): readonly string[] =>
  lists[region] ?? []

export interface PersonName {
  first: string
  last: string
}

export const personName = (rng: Rng, territory: Pick<Territory, 'parent'>): PersonName => ({
  first: rng.pick(wordsOf(firstNames, territory.parent)),
  last: rng.pick(wordsOf(lastNames, territory.parent)),
})

export const jobTitle = (rng: Rng): string => rng.pick(jobTitles)

/** Plain ASCII letters of a text, for mail addresses; empty where it has none. */
const asciiLetters = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]/g, '')
    .toLowerCase()

/** Mail address of a person at a domain; the number stands in for letters outside ASCII. */
export function mailAddress(name: PersonName, domain: string, number: number): string {
  const local = [name.first, name.last].map(asciiLetters).filter((part) => part !== '')
  return `${local.length > 0 ? local.join('.') : 'contact'}${number > 0 ? number : ''}@${domain}`
}

export interface CompanyName {
  stem: string
  industry: (typeof industries)[number]
  name: string
  domain: string
}

/** Name of a company as the CRM's users type it: legal forms with commas, some quotes, some Thai. */
export function companyName(rng: Rng, territory: Territory): CompanyName {
  const stem = rng.pick(heads) + rng.pick(middles) + rng.pick(tails)
  const industry = rng.pick(industries)
  const form = rng.pick(wordsOf(legalForms, territory.parent))
  const trade = tradeWords[industry]
  const style = rng.next()
  const name =
    style < 0.02
      ? `"${stem}" ${trade} ${form}`
      : style < 0.06 && territory.parent === 'TH'
        ? `บริษัท ${stem} จำกัด`
        : `${stem} ${trade} ${form}`
  const endings: Record<string, string> = { TH: 'co.th', SE: 'com.sg', EU: 'eu', AM: 'com' }
  return {
    stem,
    industry,
    name,
    domain: `${stem.toLowerCase()}-${trade.toLowerCase()}.${endings[territory.parent] ?? 'com'}`,
  }
}

/** The same company entered a second time by someone else: another form, case or spacing. */
export function secondSpelling(rng: Rng, company: CompanyName): string {
  const trade = tradeWords[company.industry]
  return at(
    [
      `${company.stem} ${trade}`,
      `${company.stem.toUpperCase()} ${trade.toUpperCase()}`,
      `${company.stem}  ${trade} (new)`,
    ],
    rng.int(0, 2),
  )
}

/** Local phone number in international form. */
export function phoneNumber(rng: Rng, territory: Territory): string {
  const codes: Record<string, string> = { TH: '+66 2', SE: '+65 6', EU: '+49 89', AM: '+1 212' }
  return `${codes[territory.parent] ?? '+1'}${rng.int(100, 999)} ${rng.int(1000, 9999)}`
}
