/** Territories of the sample company, and the teams that sell in them. */

export type Currency = 'USD' | 'THB' | 'EUR' | 'SGD'
export type TerritoryKind = 'physical' | 'digital' | 'phone'

export interface Territory {
  id: string
  name: string
  region: string
  kind: TerritoryKind
  parent: string
  team: string
  currency: Currency
  countries: readonly string[]
}

const territory = (
  id: string,
  name: string,
  region: string,
  kind: TerritoryKind,
  team: string,
  currency: Currency,
  ...countries: string[]
): Territory => ({ id, name, region, kind, parent: id.slice(0, 2), team, currency, countries })

export const regions = [
  { id: 'TH', name: 'Thailand' },
  { id: 'SE', name: 'Southeast Asia' },
  { id: 'EU', name: 'Europe' },
  { id: 'AM', name: 'Americas' },
] as const

export const territories: readonly Territory[] = [
  territory('TH-BKK', 'Bangkok', 'Thailand', 'physical', 'Thailand Field', 'THB', 'Thailand'),
  territory('TH-UPC', 'Upcountry', 'Thailand', 'physical', 'Thailand Field', 'THB', 'Thailand'),
  territory('TH-TEL', 'Thailand by Phone', 'Thailand', 'phone', 'Asia Inside Sales', 'THB', 'Thailand'),
  territory('SE-SGP', 'Singapore', 'Southeast Asia', 'physical', 'Southeast Asia Field', 'SGD', 'Singapore'),
  territory(
    'SE-MYI',
    'Malaysia and Indonesia',
    'Southeast Asia',
    'physical',
    'Southeast Asia Field',
    'SGD',
    'Malaysia',
    'Indonesia',
  ),
  territory(
    'SE-DIG',
    'Southeast Asia Digital',
    'Southeast Asia',
    'digital',
    'Asia Inside Sales',
    'SGD',
    'Singapore',
    'Vietnam',
    'Philippines',
  ),
  territory(
    'EU-DACH',
    'Germany, Austria, Switzerland',
    'Europe',
    'physical',
    'Europe Field',
    'EUR',
    'Germany',
    'Austria',
    'Switzerland',
  ),
  territory(
    'EU-WST',
    'Western Europe',
    'Europe',
    'physical',
    'Europe Field',
    'EUR',
    'France',
    'Spain',
    'Netherlands',
  ),
  territory(
    'EU-DIG',
    'Europe Digital',
    'Europe',
    'digital',
    'West Inside Sales',
    'EUR',
    'Ireland',
    'Italy',
    'Portugal',
  ),
  territory('AM-EST', 'US East', 'Americas', 'physical', 'Americas Field', 'USD', 'United States'),
  territory('AM-WST', 'US West', 'Americas', 'phone', 'Americas Field', 'USD', 'United States'),
  territory(
    'AM-DIG',
    'Americas Digital',
    'Americas',
    'digital',
    'West Inside Sales',
    'USD',
    'United States',
    'Canada',
    'Mexico',
  ),
]

export const teams = [...new Set(territories.map((each) => each.team))]
