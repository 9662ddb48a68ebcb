/** A sample by its name and labels as they are written, such as `live_streams` or `mails_total{outcome="sent"}`. */
type Samples = ReadonlyMap<string, number>;

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const COMMENT = new RegExp(
  `^# (?:HELP ${NAME} .*|TYPE ${NAME} (?:counter|gauge|histogram|summary|untyped))$`,
);
const SAMPLE = new RegExp(`^(${NAME}(?:\\{${LABEL}(?:,${LABEL})*\\})?) (\\S+)$`);

/** Reads Prometheus' text format. @throws Error naming the first line that is none of it, or a sample that comes twice */
export function parseMetrics(text: string): Samples {
  const samples = new Map<string, number>();
  if (!text.endsWith('\n')) throw new Error('The last line must end with a line feed.');
  for (const line of text.split('\n').filter((each) => each !== '' && !COMMENT.test(each))) {
    const [, name = '', value = ''] = SAMPLE.exec(line) ?? [];
    // As Go's ParseFloat, which Prometheus uses: names of special values in any case.
    const number = /^\+?inf$/i.test(value) ? Infinity : Number(value);
    if (name === '' || (Number.isNaN(number) && !/^nan$/i.test(value)))
      throw new Error(`Not a sample: ${line}`);
    if (samples.has(name)) throw new Error(`Twice: ${line}`);
    samples.set(name, number);
  }
  return samples;
}
