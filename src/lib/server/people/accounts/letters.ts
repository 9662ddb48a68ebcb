// Letters to an account's verified address: the link that resets a password, and notices of changes to the account.
import { type Provider, PROVIDER_NAMES } from '#lib/types/provider.ts';
import type { Letter, LetterText, Locale } from '../../platform/mail/letter.ts';
import type { Transaction } from 'kysely';
import type { DB } from '../../platform/db/schema.generated.ts';
import type { Mailer } from '../../platform/mail/mailer.ts';
import { findVerifiedAddress } from './queries.ts';

const IF_NOT_YOU = {
  ko: '내가 한 일이 아니라면 바로 비밀번호를 재설정해 주세요. 재설정하면 모든 기기에서 로그아웃돼요.',
  en: 'If this was not you, reset your password now. That signs you out on every device.',
};
const RESET_LINK = {
  ko: { path: '/reset', label: '비밀번호 재설정' },
  en: { path: '/en/reset', label: 'Reset the password' },
};

/** @param token the secret that the link carries */
export function resetLetter(handle: string, token: string): Letter {
  return {
    ko: {
      subject: '최종 2 비밀번호 재설정',
      before: [`${handle}님의 새 비밀번호를 정하는 링크예요. 한 시간 안에 한 번만 쓸 수 있어요.`],
      link: { path: `/reset/confirm?token=${token}`, label: '새 비밀번호 정하기' },
      after: ['요청한 적이 없다면 이 메일을 무시해 주세요. 비밀번호는 그대로예요.'],
    },
    en: {
      subject: 'Final Two password reset',
      before: [`This link sets a new password for ${handle}. It works once, within an hour.`],
      link: { path: `/en/reset/confirm?token=${token}`, label: 'Set a new password' },
      after: ['If you have not asked for it, ignore this email. Your password stays as it is.'],
    },
  };
}

export function passwordChangedLetter(handle: string): Letter {
  return {
    ko: notice('ko', '최종 2: 비밀번호가 바뀌었어요', `${handle}님의 비밀번호가 바뀌었어요.`),
    en: notice('en', 'Final Two: your password was changed', `The password of ${handle} was changed.`),
  };
}

export function sessionsEndedLetter(handle: string): Letter {
  return {
    ko: notice(
      'ko',
      '최종 2: 다른 기기에서 로그아웃했어요',
      `${handle}님의 계정을 다른 기기에서 로그아웃했어요.`,
    ),
    en: notice('en', 'Final Two: signed out on other devices', `${handle} was signed out on other devices.`),
  };
}

/** To the old address, which no longer opens the account: no reset can help. */
export function emailChangedLetter(handle: string): Letter {
  return {
    ko: {
      subject: '최종 2: 이메일 주소가 바뀌었어요',
      before: [`${handle}님 계정의 이메일이 다른 주소로 바뀌었어요. 이 주소로는 더 이상 로그인할 수 없어요.`],
      after: ['내가 한 일이 아니라면 사이트의 운영자에게 알려 주세요.'],
    },
    en: {
      subject: 'Final Two: your email address was changed',
      before: [`The account ${handle} has another email address now. This one no longer signs in to it.`],
      after: ['If this was not you, tell the operator of the site.'],
    },
  };
}

export function identityLinkedLetter(handle: string, provider: Provider): Letter {
  const { ko, en } = PROVIDER_NAMES[provider];
  return {
    ko: notice(
      'ko',
      `최종 2: ${ko} 로그인을 연결했어요`,
      `이제 ${ko} 계정으로도 ${handle}님의 계정에 로그인할 수 있어요.`,
    ),
    en: notice('en', `Final Two: ${en} was linked`, `A ${en} account now signs in to ${handle} as well.`),
  };
}

export function identityUnlinkedLetter(handle: string, provider: Provider): Letter {
  const { ko, en } = PROVIDER_NAMES[provider];
  return {
    ko: notice(
      'ko',
      `최종 2: ${ko} 로그인 연결을 끊었어요`,
      `이제 ${ko} 계정으로는 ${handle}님의 계정에 로그인할 수 없어요.`,
    ),
    en: notice('en', `Final Two: ${en} was unlinked`, `The ${en} account no longer signs in to ${handle}.`),
  };
}

export function passkeyAddedLetter(handle: string): Letter {
  return {
    ko: notice(
      'ko',
      '최종 2: 패스키를 추가했어요',
      `이제 새 패스키로도 ${handle}님의 계정에 로그인할 수 있어요.`,
    ),
    en: notice('en', 'Final Two: a passkey was added', `A new passkey now signs in to ${handle} as well.`),
  };
}

export function passkeyRemovedLetter(handle: string): Letter {
  return {
    ko: notice('ko', '최종 2: 패스키를 지웠어요', `${handle}님의 계정에서 패스키 하나를 지웠어요.`),
    en: notice('en', 'Final Two: a passkey was removed', `A passkey of ${handle} was removed.`),
  };
}

export function deletedLetter(handle: string): Letter {
  return {
    ko: {
      subject: '최종 2: 계정을 지웠어요',
      before: [
        `${handle}님의 계정을 지웠어요. 남은 예측 숫자는 누구의 것인지 알 수 없어요.`,
        '이 메일 주소는 30일 동안 다시 확인할 수 없어요.',
      ],
    },
    en: {
      subject: 'Final Two: your account is deleted',
      before: [
        `The account ${handle} is deleted. What remains of its forecasts names nobody.`,
        'This email address cannot be verified again for thirty days.',
      ],
    },
  };
}

function notice(locale: 'ko' | 'en', subject: string, sentence: string): LetterText {
  return { subject, before: [sentence, IF_NOT_YOU[locale]], link: RESET_LINK[locale] };
}

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

/** The outbox, and the language of a letter; without an outbox (on the command line) nothing is sent. */
export interface Post {
  mail: Mailer | null;
  locale: Locale;
}

/** Sends a letter to an account's verified address, if it has one. */
export async function notify(
  tx: Transaction<DB>,
  { mail, locale }: Post,
  accountId: number,
  letter: (handle: string) => Letter,
): Promise<void> {
  const owner = mail && (await findVerifiedAddress(tx, accountId));
  if (owner) await mail.send(tx, { to: owner.email, letter: letter(owner.handle), locale });
}
