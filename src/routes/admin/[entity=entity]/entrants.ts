import { defineFields, REASON, viewFields, words } from '#lib/components/admin/fields.ts';
import * as companies from '#lib/server/questions/contest/admin.ts';
import * as admin from '#lib/server/questions/contest/rounds.ts';
import { runFields } from '#lib/server/http/admin-action.ts';
import { addForm, type Entity, type Place, roundNumber } from './entity.ts';

const ENTRIES = [
  { value: 'wildcard', label: '추가 공모에서 선정' },
  { value: 'carried', label: '지난 평가 통과' },
  { value: 'selected', label: '첫 공모에서 선정' },
] as const;
const FIELDS = defineFields({
  entry: { label: '들어온 길', required: true, choices: ENTRIES },
  enteredOn: { label: '들어온 날', type: 'date', hint: '모르면 비워 두세요.' },
  model: { label: '모델' },
  ...words('modelParams', '모델 크기', {}),
});
const NEW_FIELDS = defineFields({ company: { label: '기업', type: 'slug', required: true }, ...FIELDS });
const ABOUT_ADDING = '새 기업은 기업에서 먼저 더해 주세요.';
const ABOUT_REMOVING = '잘못 넣었을 때만 제외해 주세요. 탈락은 결과에 적어요.';

const addressOf = (place: Place) => `/admin/rounds/${roundNumber(place)}`;

/** Companies in a round. */
export const entrants: Entity = {
  title: '참가 기업',
  addTitle: '참가 기업 더하기',
  async list(db, place) {
    const all = await admin.listEntrants(db, roundNumber(place));
    return all.map(({ companySlug: company, nameKo: title, model }) => {
      return { href: `${addressOf(place)}/${company}`, title, about: model ?? '', company };
    });
  },
  async page(db, place) {
    const number = roundNumber(place);
    const { titleKo: eyebrow } = await admin.getRound(db, number);
    if (place.company === companies.NEW) {
      const [all, rows] = await Promise.all([companies.listCompanies(db), entrants.list(db, place)]);
      const others = all.filter(({ slug }) => !rows.some(({ company }) => company === slug));
      const company = others.map(({ slug, nameKo }) => ({ value: slug, label: nameKo }));
      const form = { ...addForm(NEW_FIELDS, {}, { company }), about: ABOUT_ADDING };
      return { title: this.addTitle, eyebrow, forms: [form] };
    }
    const entrant = await admin.getEntrant(db, number, place.company);
    const removal = { title: '이 평가에서 제외하기', submit: '이 평가에서 제외하기', about: ABOUT_REMOVING };
    return {
      title: entrant.nameKo,
      eyebrow,
      forms: [
        { action: 'save', title: '내용', submit: '저장하기', fields: viewFields(FIELDS, entrant) },
        { action: 'remove', ...removal, isQuiet: true, fields: viewFields(REASON) },
      ],
    };
  },
  actions: {
    add: (event, place) =>
      runFields(event, NEW_FIELDS, addressOf(place), (db, by, { company, ...facts }) =>
        admin.addEntrant(db, by, roundNumber(place), company, facts),
      ),
    save: (event, place) =>
      runFields(event, FIELDS, addressOf(place), (db, by, facts) =>
        admin.editEntrant(db, by, roundNumber(place), place.company, facts),
      ),
    remove: (event, place) =>
      runFields(event, REASON, addressOf(place), (db, by) =>
        admin.removeEntrant(db, by, roundNumber(place), place.company),
      ),
  },
};
