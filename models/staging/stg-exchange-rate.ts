import { exchangeRate } from '../contract/exchange-rate.ts'
import { currentVersions } from './current.ts'

export const stgExchangeRate = currentVersions('stg_exchange_rate', exchangeRate)
