import type { faultsWords as English } from '../en/faults.ts'

const said = (what: string, cure: string) => ({ what, cure })

const seeWhetherItArrived = 'สอบถามผู้รับ หากไม่ได้รับให้ส่งอีกครั้ง: salesops report NAME --resend'

export const faultsWords: typeof English = {
  faults: {
    audits_failed: ({ run, build }) =>
      said(
        `การตรวจสอบของการรันล่าสุดไม่ผ่าน (${run}): ชุดข้อมูล ${build} ที่ยังใช้อยู่ไม่ตรงกับไฟล์ส่งออกล่าสุด`,
        'ดูสิ่งที่ไม่ผ่านด้วย salesops runs แก้ไข แล้วรัน salesops run',
      ),
    source_stale: ({ source, newest, hours }) =>
      said(
        newest === ''
          ? `แหล่งข้อมูล ${source} ยังไม่มีระเบียน`
          : `ระเบียนล่าสุดของแหล่งข้อมูล ${source} คือ ${newest} เก่ากว่า ${hours} ชั่วโมง`,
        `ตรวจสอบว่าไฟล์ส่งออกของ ${source} มาถึง แล้วรัน salesops run`,
      ),
    tile_failed: ({ tile, why }) => said(`โหลดส่วน ${tile} ไม่ได้: ${why}`, 'แก้ไขตามที่ระบุ หรือนำส่วนนี้ออกจากรายงาน'),
    tile_empty: ({ tile, why }) =>
      said(`ส่วน ${tile} ไม่มีข้อมูลให้แสดง: ${why}`, 'ตรวจสอบว่าข้อมูลของส่วนนี้มาถึงแล้ว หรือเลือกช่วงเวลาอื่น'),
    picture_blank: ({ tile }) =>
      said(`ภาพของ ${tile} ว่างเปล่า`, 'เปิดส่วนนี้ในหน้าของมัน หากที่นั่นวาดได้ ให้แจ้งปัญหาพร้อมหมายเลขชุดข้อมูล'),
    render_failed: ({ why }) => said(`จัดทำไม่ได้: ${why}`, 'ดูบันทึกของเซิร์ฟเวอร์'),
    user_gone: ({ recipient }) =>
      said(
        `${recipient} ไม่ใช่ผู้ใช้แล้ว หรือออกจากงานแล้วใน CRM`,
        'นำออกจากรายชื่อผู้รับ หรือเพิ่มผู้ใช้อีกครั้งด้วย salesops user add',
      ),
    role_denied: ({ recipient, role }) =>
      said(`${recipient} มีบทบาท ${role} แล้ว ซึ่งรายงานนี้ไม่ได้จัดทำให้`, 'นำออกจากรายชื่อผู้รับ หรือคืนบทบาทให้'),
    page_denied: ({ page, role }) => said(`หน้า ${page} ไม่เปิดให้บทบาท ${role}`, 'หยุดกำหนดส่ง หรือคืนบทบาทให้ผู้ใช้'),
    report_unknown: ({ report }) => said(`ไม่มีรายงาน ${report}`, 'ระบุรายงานที่มีอยู่ใต้ reports: ในการตั้งค่า'),
    page_unknown: ({ page }) => said(`ไม่มีหน้า ${page} ที่ส่งได้`, 'หยุดกำหนดส่ง แล้วตั้งใหม่จากหน้าที่มีอยู่'),
    channel_unknown: ({ channel }) =>
      said(`ไม่มีช่องทาง ${channel}`, 'ระบุช่องทางใต้ channels: ในการตั้งค่า หรือนำออกจากรายงาน'),
    message_lost: () => said('ข้อความขาดหายก่อนเก็บไว้', 'ไม่ต้องทำอะไร: จะจัดทำใหม่หากสาเหตุยังอยู่'),
    cut_off: () => said('กระบวนการหยุดระหว่างส่ง จึงไม่ทราบว่าถึงผู้รับหรือไม่', seeWhetherItArrived),
    no_address: () => said('ผู้รับไม่มีที่อยู่อีเมล', 'ตั้งชื่อผู้ใช้ด้วยที่อยู่อีเมล หรือใส่ที่อยู่ให้บุคคลนั้นใน CRM'),
    login_refused: ({ channel, answer }) =>
      said(`เซิร์ฟเวอร์อีเมลของ ${channel} ตอบ ${answer}`, 'แก้ไขชื่อผู้ใช้และรหัสผ่านของช่องทาง'),
    mail_deferred: ({ channel, answer }) =>
      said(`เซิร์ฟเวอร์อีเมลของ ${channel} ตอบ ${answer}`, 'สอบถามผู้ดูแลเซิร์ฟเวอร์อีเมล'),
    mail_refused: ({ channel, answer }) =>
      said(`เซิร์ฟเวอร์อีเมลของ ${channel} ตอบ ${answer}`, 'สอบถามผู้ดูแลเซิร์ฟเวอร์อีเมล'),
    tls_failed: ({ channel, why }) =>
      said(`เซิร์ฟเวอร์อีเมลของ ${channel} ไม่เข้ารหัสตามที่ควร (${why})`, 'ตรวจสอบโฮสต์ พอร์ต และความปลอดภัยของช่องทาง'),
    server_unreachable: ({ channel, why }) =>
      said(`ติดต่อเซิร์ฟเวอร์ของ ${channel} ไม่ได้ (${why})`, 'ตรวจสอบที่อยู่ของช่องทาง และตรวจสอบว่าเครื่องนี้ติดต่อได้'),
    connection_lost: ({ channel, why }) =>
      said(`เซิร์ฟเวอร์ของ ${channel} ไม่ตอบว่ารับข้อความแล้วหรือไม่ (${why})`, seeWhetherItArrived),
    webhook_busy: ({ channel, status }) =>
      said(`ที่อยู่ของ ${channel} ตอบ ${status}`, 'ไม่ต้องทำอะไร: จะลองใหม่เอง'),
    webhook_refused: ({ channel, status }) =>
      said(`ที่อยู่ของ ${channel} ตอบ ${status}`, 'ตรวจสอบที่อยู่และรหัสลับของช่องทาง'),
    folder_unwritable: ({ channel, why }) =>
      said(`เขียนโฟลเดอร์ของช่องทาง ${channel} ไม่ได้ (${why})`, 'ทำให้เซิร์ฟเวอร์เขียนโฟลเดอร์นี้ได้'),
  },
}
