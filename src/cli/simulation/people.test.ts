import { describe, expect, test } from 'vitest';
import { isForecast } from '#lib/domain/seats.ts';
import { drawForecasters, planForecasts, type PlannedForecast, type SimulatedForecaster } from './people.ts';
import { QUESTIONS, type ReplayQuestion, STAGES } from './questions.ts';
import { Random } from './random.ts';

const COUNT = 300;
const SLUGS = [...new Set(QUESTIONS.flatMap(({ options }) => options))];

interface Turn {
  person: SimulatedForecaster;
  question: ReplayQuestion;
  plan: PlannedForecast[];
}

function drawPeople(seed: number, count = COUNT): SimulatedForecaster[] {
  return drawForecasters(count, new Random(seed), SLUGS, STAGES.begin, STAGES.end);
}

/** What everybody does on every question. */
function planAll(seed: number): Turn[] {
  const random = new Random(seed);
  return drawPeople(seed).flatMap((person, who) =>
    QUESTIONS.map((question, i) => ({
      person,
      question,
      plan: planForecasts(person, who, question, random.fork(who * QUESTIONS.length + i)),
    })),
  );
}

const turns = planAll(7);
const planned = turns.flatMap(({ plan }) => plan);

describe('forecasters', () => {
  test('are the same for the same seed and differ for another', () => {
    expect(drawPeople(7)).toEqual(drawPeople(7));
    expect(drawPeople(8)).not.toEqual(drawPeople(7));
  });

  test('do not change when more are drawn', () => {
    expect(drawPeople(7, 2 * COUNT).slice(0, COUNT)).toEqual(drawPeople(7));
  });

  test('have unique, reserved names of equal length', () => {
    const people = drawPeople(7);
    expect(people[0]?.handle).toBe('sim-0001');
    expect(new Set(people.map(({ handle }) => handle)).size).toBe(COUNT);
    expect(people.filter(({ handle }) => !/^sim-\d{4}$/.test(handle))).toEqual([]);
    expect(drawPeople(7, 20_000).at(-1)?.handle).toBe('sim-20000');
  });

  test('join during the replay, with skills that differ', () => {
    const people = drawPeople(7);
    for (const { joinsAt, skill } of people) {
      expect(joinsAt).toBeGreaterThanOrEqual(STAGES.begin);
      expect(joinsAt).toBeLessThan(STAGES.end);
      expect(skill).toBeGreaterThanOrEqual(0);
      expect(skill).toBeLessThan(1);
    }
    const skills = people.map(({ skill }) => skill);
    expect(Math.max(...skills) - Math.min(...skills)).toBeGreaterThan(0.8);
  });
});

describe('every planned forecast', () => {
  test('is valid: whole permille in 1..999 that sum to 1000 × seats', () => {
    expect(planned.length).toBeGreaterThan(COUNT);
    for (const { question, plan } of turns) {
      const refused = plan.filter(
        ({ permille }) => permille && !isForecast(permille, question.options.length, question.seats),
      );
      expect(refused, question.slug).toEqual([]);
    }
  });

  test('is made after its forecaster joined, while the question is open, at a whole millisecond', () => {
    for (const { person, question, plan } of turns) {
      for (const { at, question: slug } of plan) {
        expect(slug).toBe(question.slug);
        expect(Number.isInteger(at)).toBe(true);
        expect(at).toBeGreaterThan(person.joinsAt);
        expect(at).toBeGreaterThan(question.opensAt);
        expect(at).toBeLessThan(question.closesAt);
      }
    }
  });

  test('comes after the one before it', () => {
    for (const { plan } of turns) {
      const times = plan.map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  test('is the same for the same seed and differs for another', () => {
    expect(planAll(7).flatMap(({ plan }) => plan)).toEqual(planned);
    expect(planAll(8).flatMap(({ plan }) => plan)).not.toEqual(planned);
  });
});

test('some withdraw, as their last action on a question and only after a forecast', () => {
  const withdrawing = turns.filter(({ plan }) => plan.some(({ permille }) => permille === null));
  expect(withdrawing.length).toBeGreaterThan(0);
  for (const { plan } of withdrawing) {
    expect(plan.length).toBeGreaterThan(1);
    expect(plan.findIndex(({ permille }) => permille === null)).toBe(plan.length - 1);
  }
});

test('nobody forecasts on a question that closed before they joined', () => {
  const late = turns.filter(({ person, question }) => person.joinsAt >= question.closesAt);
  expect(late.length).toBeGreaterThan(0);
  expect(late.flatMap(({ plan }) => plan)).toEqual([]);
});

test('skilled forecasters give higher probabilities to the companies that passed', () => {
  const question = QUESTIONS.find(({ slug }) => slug === 'advance-2')!;
  const right = (isSkilled: boolean) => {
    const given = turns
      .filter((turn) => turn.question === question && turn.person.skill > 0.5 === isSkilled)
      .flatMap(({ plan }) => plan.flatMap(({ permille }) => (permille ? [permille] : [])));
    const passed = given.map((permille) => permille.filter((_, i) => question.leaning[i] === 1));
    return passed.flat().reduce((sum, p) => sum + p, 0) / given.length;
  };
  expect(right(true)).toBeGreaterThan(right(false));
});
