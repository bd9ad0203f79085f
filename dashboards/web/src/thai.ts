import '@fontsource/noto-sans-thai/thai-400.css'
import '@fontsource/noto-sans-thai/thai-600.css'

export { th as words } from '../../messages/th.ts'

/** Brings the letters before anything is drawn: a chart's canvas would keep those that it had at first. */
export async function letters(): Promise<void> {
  const weights = [400, 600].map((weight) => document.fonts.load(`${weight} 12px 'Noto Sans Thai'`, 'ก'))
  // Without them the fonts of the machine do.
  await Promise.allSettled(weights)
}
