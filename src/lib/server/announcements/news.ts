import type { Text } from '#lib/contest/types.ts';
import { joinList } from '#lib/format.ts';
import type { Announcement, Facts } from './announcement.ts';

/** The title of the news of a result. */
export function newsOf({ round, entrants }: Facts, { survivors }: Announcement): Text {
  const isIn = ({ company }: Facts['entrants'][number]) => survivors.includes(company);
  const [stay, leave] = [entrants.filter(isIn), entrants.filter((entrant) => !isIn(entrant))];
  const ko = (of: Facts['entrants']) => of.map(({ name }) => name.ko).join('·');
  const en = (of: Facts['entrants'], one: string, many: string) =>
    `${joinList(
      of.map(({ name }) => name.en),
      'en',
    )} ${of.length === 1 ? one : many}`;
  const left = { ko: `, ${ko(leave)} 탈락`, en: `, ${en(leave, 'is', 'are')} out` };
  return {
    ko: `${round.title.ko} 결과 발표: ${ko(stay)} 진출${leave.length > 0 ? left.ko : ''}`,
    en:
      `Result of ${round.title.en.toLowerCase()}: ${en(stay, 'goes', 'go')} on` +
      (leave.length > 0 ? left.en : ''),
  };
}
