/**
 * What the service makes of the prompts while they are written: asked a moment after typing stops, told by the places of the text as
 * written. A prompt with `{a|b}` is asked about in its longest wording.
 */
import { findParameter } from '../../schema/catalogue';
import type { AnalysedPrompt, AnalyseReply, AnalyseRequest, PromptRemark } from '../../schema/wire';
import { fieldOf, type Form } from './form';
import { firstValue, longestWording, type Wording } from '../../language/cell/editor';
import type { PromptStyle } from '../../language/prompt/words-and-marks';

/** What is odd or wrong about a prompt, at characters of the prompt. */
export type Remark = PromptRemark & { bad: boolean };

/** `of` is the prompt as it was; what is said of an older one has no place in a newer. */
export type PromptReading = Pick<AnalysedPrompt, 'parts' | 'texts' | 'loras' | 'tokens' | 'limit'> & {
  of: string;
  remarks: Remark[];
};
export type Readings = { prompt: PromptReading | null; negative_prompt: PromptReading | null };

export const NO_READINGS: Readings = { prompt: null, negative_prompt: null };
const DELAY_MS = 250;

export class PromptWatch {
  private asked = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | null = null;

  constructor(
    private readonly ask: (request: AnalyseRequest, signal: AbortSignal) => Promise<AnalyseReply>,
    private readonly onChange: (readings: Readings) => void
  ) {}

  /** Wants the prompts of this form read; a form that reads the same changes nothing, one without words has no reading. */
  want(form: Form): void {
    const isEmpty = form.prompt.trim() === '' && form.negative.trim() === '';
    const request = requestOf(form);
    const asked = isEmpty ? '' : JSON.stringify(request);
    if (asked === this.asked) {
      return;
    }
    this.stop();
    this.asked = asked;
    if (isEmpty) {
      this.onChange(NO_READINGS);
    } else {
      this.timer = setTimeout(() => void this.run(form, request), DELAY_MS);
    }
  }

  /** Forgets what was asked, so that the next wish is asked again: the service came back, or has other models. */
  forget(): void {
    this.asked = '';
  }

  stop(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asking = null;
  }

  private async run(form: Form, request: AnalyseRequest): Promise<void> {
    const asking = new AbortController();
    this.asking = asking;
    try {
      const reply = await this.ask(request, asking.signal);
      if (!asking.signal.aborted) {
        this.onChange({
          prompt: readingOf(form.prompt, reply.prompt),
          negative_prompt: readingOf(form.negative, reply.negative_prompt)
        });
      }
    } catch {
      // A count that isn't there is no trouble; the service line says why nobody answers.
      if (!asking.signal.aborted) {
        this.forget();
      }
    }
  }
}

/** How a prompt of the form is read. Of an axis its first value counts. */
export function styleOf(form: Form, field: 'prompt' | 'negative_prompt'): PromptStyle {
  const choice = (name: string): string | undefined => {
    const said = saidIn(form, name);
    return said !== undefined && findParameter(name)?.choices?.includes(said) ? said : undefined;
  };
  return {
    dialect: choice('dialect') as PromptStyle['dialect'],
    emphasis: choice('emphasis') as PromptStyle['emphasis'],
    strict: saidIn(form, 'strict') === 'true' || undefined,
    side: field === 'prompt' ? 'positive' : 'negative'
  };
}

/** What decides how the prompts of a form are read. */
export function requestOf(form: Form): AnalyseRequest {
  const { side: _side, ...style } = styleOf(form, 'prompt');
  const steps = Number(saidIn(form, 'steps'));
  return {
    text: longestWording(form.prompt).text,
    negative: longestWording(form.negative).text,
    model: saidIn(form, 'model'),
    sampler: saidIn(form, 'sampler'),
    ...style,
    steps: Number.isInteger(steps) && steps >= 1 && steps <= 1000 ? steps : undefined
  };
}

function saidIn(form: Form, name: string): string | undefined {
  return firstValue(fieldOf(form, name).text) || undefined;
}

/** A reading of a prompt from what was said of its longest wording. */
export function readingOf(
  prompt: string,
  { warnings, errors, parts, texts, loras, tokens, limit }: AnalysedPrompt
): PromptReading {
  const wording = longestWording(prompt);
  const placed = (bad: boolean) => (remark: PromptRemark) => ({
    ...remark,
    ...inPrompt(remark, wording),
    bad
  });
  const remarks = [...errors.map(placed(true)), ...warnings.map(placed(false))];
  return { of: prompt, parts, texts, loras, tokens, limit, remarks };
}

type Place = { at: number; length: number };

function inPrompt({ at, length }: Place, { places }: Wording): Place {
  const last = places.length - 1;
  const from = places[Math.min(at, last)];
  const to = length === 0 ? from : places[Math.min(at + length - 1, last)] + 1;
  return { at: from, length: to - from };
}
