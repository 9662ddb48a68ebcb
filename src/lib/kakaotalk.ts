// The browser inside KakaoTalk: Google refuses to sign anybody in there, and it has neither saved passwords nor passkeys.

export function isInKakaoTalk(userAgent: string | null): boolean {
  return /KAKAOTALK/i.test(userAgent ?? '');
}

/** Link that makes KakaoTalk open an address in the phone's own browser. */
export function externalLink(address: string): string {
  return `kakaotalk://web/openExternal?url=${encodeURIComponent(address)}`;
}
