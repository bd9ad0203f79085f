import { product } from '../contract/product.ts'
import { currentVersions } from './current.ts'

export const stgProduct = currentVersions('stg_product', product, 'kept')
