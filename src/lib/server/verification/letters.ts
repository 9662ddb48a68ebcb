import type { Letter } from '../mail/letter.ts';

/** The code that verifies an address. */
export function codeLetter(code: string, handle: string): Letter {
  return {
    ko: {
      subject: `최종 2 확인 코드 ${code}`,
      before: [`${handle}님, 아래 확인 코드를 코드를 요청한 화면에 적어 주세요. 10분 동안 쓸 수 있어요.`],
      code,
      after: ['요청한 적이 없다면 이 메일을 무시해 주세요. 코드를 아무에게도 알려 주지 마세요.'],
    },
    en: {
      subject: `Final Two verification code ${code}`,
      before: [
        `${handle}, type this code on the page that you asked for it on. It is valid for ten minutes.`,
      ],
      code,
      after: ['If you have not asked for it, ignore this email. Tell the code to nobody.'],
    },
  };
}

/** Instead of a code, where another account has verified the mailbox. */
export function takenLetter(owner: string): Letter {
  const link = { path: '/sign-in' };
  return {
    ko: {
      subject: '최종 2: 이 주소는 이미 확인된 주소예요',
      before: [
        `이 메일 주소는 이미 다른 계정(${owner})에서 확인했어요. 주소 하나로는 계정 하나만 확인할 수 있어요.`,
        '그 계정이 내 것이라면 로그인해 주세요.',
      ],
      link: { ...link, label: '로그인' },
      after: ['요청한 적이 없다면 이 메일을 무시해 주세요.'],
    },
    en: {
      subject: 'Final Two: this address is verified already',
      before: [
        `Another account (${owner}) has verified this email address. One address verifies one account.`,
        'If that account is yours, sign in to it.',
      ],
      link: { path: '/en/sign-in', label: 'Sign in' },
      after: ['If you have not asked for this, ignore this email.'],
    },
  };
}

/** Instead of a code, where an account of the mailbox was deleted less than thirty days ago. */
export function refusedLetter(): Letter {
  return {
    ko: {
      subject: '최종 2: 이 주소는 아직 확인할 수 없어요',
      before: ['이 메일 주소를 쓰던 계정을 지운 지 30일이 지나지 않아서 아직 확인할 수 없어요.'],
      after: ['요청한 적이 없다면 이 메일을 무시해 주세요.'],
    },
    en: {
      subject: 'Final Two: this address cannot be verified yet',
      before: ['An account with this email address was deleted less than thirty days ago.'],
      after: ['If you have not asked for this, ignore this email.'],
    },
  };
}
