/** What the accounts of a group have in common. */
export const KIND_TITLES = {
  hour: '가입한 시간',
  address: '주소 (하루마다 바뀌는 해시)',
  domain: '메일 도메인',
  forecast: '같거나 거의 같은 예측',
};

const SHOWN_OF_HASH = 8;

/** The first digits of a hashed address tell it from others of its day. */
export function shortKey(addressKey: string): string {
  return addressKey.slice(0, SHOWN_OF_HASH);
}
