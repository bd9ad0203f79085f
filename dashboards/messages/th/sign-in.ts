import type { signInWords as English } from '../en/sign-in.ts'

export const signInWords: typeof English = {
  signIn: {
    title: 'เข้าสู่ระบบ',
    name: 'ชื่อหรืออีเมล',
    password: 'รหัสผ่าน',
    submit: 'เข้าสู่ระบบ',
    out: 'ออกจากระบบ',
    lookAs: 'ดูในฐานะ',
    everyone: 'ทุกคน (ผู้ดูแลระบบ)',
    roles: {
      rep: 'ตัวแทนขาย',
      manager: 'ผู้จัดการ',
      analyst: 'นักวิเคราะห์',
      vp: 'รองประธาน',
      admin: 'ผู้ดูแลระบบ',
    },
    refused: {
      failed: 'การเข้าสู่ระบบไม่เสร็จสมบูรณ์ โปรดลองอีกครั้ง',
      left: 'ตามข้อมูลใน CRM บุคคลนี้ออกจากบริษัทแล้ว จึงเข้าสู่ระบบไม่ได้',
      no_email: 'ผู้ให้บริการไม่ได้ส่งอีเมลที่ยืนยันแล้วมาให้',
      no_group: 'บุคคลนี้ไม่อยู่ในกลุ่มใดที่มีบทบาทในระบบนี้',
    },
  },
}
