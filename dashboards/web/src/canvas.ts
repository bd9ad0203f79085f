import { CanvasRenderer } from 'echarts/renderers'
import { init, use } from '../../charts/kit.ts'

use([CanvasRenderer])

export { init }
