import { expect, test } from 'vitest';
import { optionRows } from '#lib/components/base/options.ts';
import { optionView, questionView } from '#lib/types/question.fixture.ts';
import { leadText } from './sets.ts';

test('companies are named in the order of the page, also once the odds would list them in another', () => {
  const options = [
    optionView('skt', 'SK텔레콤', 'skt'),
    optionView('upstage', '업스테이지', 'upstage'),
    optionView('lg', 'LG', 'lg'),
  ];
  const asked = questionView('final-3', { kind: 'final', options, seats: 2 });
  const crowd = { ...asked.crowd, permille: [700, 800, 500] };
  const rows = optionRows({ options, crowd: { permille: [800, 700, 500] } });
  const question = { ...asked, crowd };
  expect(leadText(question, crowd.permille)).toContain('업스테이지와 SK텔레콤이');
  expect(leadText(question, crowd.permille, { rows })).toContain('SK텔레콤과 업스테이지가');
});
