import { expect, test } from 'vitest';
import { readConfig } from '#lib/server/platform/config.ts';
import { welcome } from './addresses.ts';

test('the banner has the redirect address of each provider whose keys are set, below ORIGIN', () => {
  const config = readConfig({
    ORIGIN: 'https://final-two.example',
    KAKAO_CLIENT_ID: 'id',
    KAKAO_CLIENT_SECRET: 'secret',
  });
  const lines = welcome(config, false).split('\n');
  expect(lines.filter((line) => line.includes('callback'))).toEqual([
    '  Redirect address to register with kakao: https://final-two.example/sign-in/kakao/callback',
  ]);
});
