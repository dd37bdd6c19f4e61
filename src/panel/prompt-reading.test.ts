import type { AnalysedPrompt, AnalyseReply, AnalyseRequest } from '../../schema/wire';
import { emptyForm, makeAxis, setText, type Form } from './form';
import { NO_READINGS, PromptWatch, readingOf, requestOf, type Readings } from './prompt-reading';

const analysed: AnalysedPrompt = {
  parts: [],
  texts: [],
  loras: [],
  tokens: 3,
  limit: 75,
  warnings: [],
  errors: []
};
const formOf = (prompt: string): Form => ({ ...emptyForm, prompt });

test('a prompt is asked about as it will be read: longest wording, first value of an axis, nothing unsaid', () => {
  let form: Form = { ...formOf('a {cat|penguin}'), negative: 'grey' };
  form = setText(form, 'dialect', 'novelai');
  form = setText(form, 'strict', 'true');
  form = makeAxis(form, 'sampler', '"DPM++ 2M",Euler');
  form = makeAxis(form, 'steps', 'many');
  expect(JSON.parse(JSON.stringify(requestOf(form)))).toEqual({
    text: 'a penguin',
    negative: 'grey',
    dialect: 'novelai',
    strict: true,
    sampler: 'DPM++ 2M'
  });
});

test('a remark on a wording stands at the same words of the prompt', () => {
  const prompt = '{a|the red} (cat';
  const warnings = [
    { code: 'bracket_unclosed', message: 'm', at: 8, length: 1 },
    { code: 'odd', message: 'm', at: 4, length: 3 },
    { code: 'end', message: 'm', at: 12, length: 0 }
  ];
  const { remarks } = readingOf(prompt, { ...analysed, warnings });
  expect(remarks.map(({ at, length }) => prompt.slice(at, at + length))).toEqual(['(', 'red', '']);
});

test.each(['bad \\# x', '\\$name', 'a cat # note', 'a \\{b\\|c\\}'])(
  'the service sees escapes and comments as they are written: %s',
  prompt => {
    expect(requestOf({ ...formOf(prompt), negative: prompt })).toMatchObject({
      text: prompt,
      negative: prompt
    });
  }
);

test('errors come before warnings', () => {
  const remark = { message: 'm', at: 0, length: 1 };
  const { remarks } = readingOf('a', {
    ...analysed,
    warnings: [{ ...remark, code: 'odd' }],
    errors: [{ ...remark, code: 'wrong' }]
  });
  expect(remarks.map(({ code, bad }) => [code, bad])).toEqual([
    ['wrong', true],
    ['odd', false]
  ]);
});

describe('while one types', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function watching(answer: () => Promise<AnalyseReply>): {
    watch: PromptWatch;
    asked: AnalyseRequest[];
    told: Readings[];
  } {
    const asked: AnalyseRequest[] = [];
    const told: Readings[] = [];
    const ask = (request: AnalyseRequest): Promise<AnalyseReply> => {
      asked.push(request);
      return answer();
    };
    return { watch: new PromptWatch(ask, readings => told.push(readings)), asked, told };
  }
  const reply = async (): Promise<AnalyseReply> => ({ prompt: analysed, negative_prompt: analysed });

  test('the last text alone is asked about, and told with the text it is of', async () => {
    const { watch, asked, told } = watching(reply);
    ['a', 'a c', 'a cat'].forEach(prompt => watch.want(formOf(prompt)));
    await jest.advanceTimersByTimeAsync(300);
    expect(asked.map(({ text }) => text)).toEqual(['a cat']);
    expect(told.map(({ prompt }) => prompt?.of)).toEqual(['a cat']);
  });

  test('an emptied prompt has no reading, and a late answer does not bring one', async () => {
    const { watch, told } = watching(() => new Promise(done => setTimeout(() => done(reply()), 500)));
    watch.want(formOf('a'));
    await jest.advanceTimersByTimeAsync(300);
    watch.want(emptyForm);
    await jest.advanceTimersByTimeAsync(1000);
    expect(told).toEqual([NO_READINGS]);
  });

  test('a question that nobody answered is asked again with the next wish', async () => {
    const { watch, asked } = watching(() => Promise.reject(new Error('away')));
    watch.want(formOf('a'));
    await jest.advanceTimersByTimeAsync(300);
    watch.want(formOf('a'));
    await jest.advanceTimersByTimeAsync(300);
    expect(asked).toHaveLength(2);
  });
});
