import { fontStack, type Palette } from './palette.ts'

/** What all charts share. Tooltips are drawn, not HTML with inline styles, which the page's policy forbids. */
export const common = (label: string, { ink, surface, line }: Palette) => ({
  animation: false,
  aria: { enabled: true, label: { description: label } },
  textStyle: { fontFamily: fontStack, color: ink },
  tooltip: {
    renderMode: 'richText' as const,
    confine: true,
    backgroundColor: surface,
    borderColor: line,
    textStyle: { color: ink, fontSize: 12, fontFamily: fontStack },
  },
})

export const axisText = ({ muted }: Palette) => ({ color: muted, fontSize: 11, fontFamily: fontStack })

export const baseLine = ({ ink }: Palette) => ({ show: true, lineStyle: { color: ink, width: 1 } })
