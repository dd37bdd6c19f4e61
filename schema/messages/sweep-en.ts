/** Sentences about the text of a sweep cell: what can't be read, and what is read with a remark. */
import type { Facts, Sentence } from './index';

const list = (value: Facts[string]): string =>
  Array.isArray(value) ? value.join(', ') : String(value ?? '');
const nearest = ({ near }: Facts): string => (near ? ` Did you mean ${near}?` : '');
const figure = (value: Facts[string]): string => Number(value).toLocaleString('en-US');

/** Families by their usual names. */
const families: Readonly<Record<string, string>> = {
  sd1: 'Stable Diffusion 1',
  sd2: 'Stable Diffusion 2',
  sdxl: 'SDXL',
  sdxl_refiner: 'the SDXL refiner'
};
const family = (value: Facts[string]): string => families[String(value)] ?? String(value);

/** What a file of weights is called. */
const weights: Readonly<Record<string, string>> = {
  vae: 'VAE',
  lora: 'LoRA',
  embedding: 'embedding',
  upscaler: 'upscaler',
  controlnet: 'ControlNet'
};

export const sweepEn = {
  // The first line
  unknown_magic: (f: Facts): Sentence => ({
    message: `"${f.name}" is not a cell command; there are %%sweep and %%txt2img.`,
    hint: `Write ${f.near}.`
  }),
  not_a_word: (f: Facts): Sentence => ({
    message: `"${f.text}" is not of the form name=value.`,
    hint: f.after ? `A value with blanks needs quotes: ${f.after}="…".` : undefined
  }),
  empty_value: (f: Facts): Sentence => ({
    message: `A value of ${f.param} is missing.`
  }),
  comma_expected: (f: Facts): Sentence => ({
    message: `A comma or a blank is expected before "${f.text}".`
  }),
  unclosed_quote: (f: Facts): Sentence => ({
    message: `The quote isn't closed: ${f.quote} is missing.`
  }),
  given_twice: (f: Facts): Sentence => ({
    message: f.line
      ? `${f.param} is given twice; the first is at line ${f.line}, column ${f.column}.`
      : `${f.param} is given twice.`,
    hint: `Keep one; several values stand in one list: ${f.param}=a,b.`
  }),
  schedule_twice: (f: Facts): Sentence => ({
    message: `"${f.value}" names a schedule, and scheduler is given as well.`,
    hint: 'Write the sampler alone, or leave scheduler out.'
  }),

  // Values
  not_whole: (f: Facts): Sentence => ({
    message: `${f.value} is not a whole number; ${f.param} takes whole numbers from ${f.min} to ${f.max}.`
  }),
  not_a_switch: (f: Facts): Sentence => ({
    message: `${f.param} is on or off, not ${f.value}.`,
    hint: `Write ${f.param}=true or ${f.param}=false.`
  }),
  not_a_picture: (f: Facts): Sentence => ({
    message: `"${f.value}" is not a picture; ${f.param} takes one that was uploaded or drawn, by its 64 hexadecimal digits.`,
    hint: `In a notebook write ${f.param}=$picture with a picture, an array or a path in picture.`
  }),
  picture_missing: (f: Facts): Sentence => ({
    message: `The service has no picture ${f.value}…, which ${f.param} names.`,
    hint: 'Upload it again.'
  }),
  not_text: (f: Facts): Sentence => ({ message: `${f.param} takes text, not ${f.value}.` }),
  bad_size: (f: Facts): Sentence => ({
    message: `"${f.value}" is not a size.`,
    hint: 'Write width x height: size=512x768.'
  }),
  bad_count: (f: Facts): Sentence => ({
    message: `"${f.value}" is not a number of values.`,
    hint: 'Write a whole number from 1: 0..1[5].'
  }),
  zero_step: (f: Facts): Sentence => ({ message: `The step of ${f.value} is 0.` }),
  empty_range: (f: Facts): Sentence => ({
    message: `${f.value} has no values: its step leads away from its end.`
  }),
  ellipsis_place: (f: Facts): Sentence => ({
    message: `"${f.value}" needs two numbers before it and one after.`,
    hint: 'As in 1,2,..,10.'
  }),
  ellipsis_end: (f: Facts): Sentence => ({
    message: `${f.end} is never reached from ${f.last} in steps of ${f.step}.`
  }),
  too_many_values: (f: Facts): Sentence => ({
    message: `${figure(f.values)} values: an axis can have ${figure(f.limit)}.`,
    hint: 'Take a wider step.'
  }),
  linked_parts: (f: Facts): Sentence => ({
    message: `Each value of ${f.param} has ${f.expected} parts joined by &.`
  }),
  linked_lengths: (f: Facts): Sentence => ({
    message: `Linked ranges go in step: one has ${f.expected} values, this one ${f.found}.`
  }),
  linked_twice: (f: Facts): Sentence => ({ message: `${f.param} is linked with itself.` }),
  cannot_vary: (f: Facts): Sentence => ({
    message: `${f.param} can't vary from cell to cell; it takes one value.`
  }),

  // Prompts
  sr_needs_two: (f: Facts): Sentence => ({
    message: `${f.param} takes the text to find and at least one to put in its place.`,
    hint: 'As in prompt_sr="cottage","castle".'
  }),
  sr_missing: (f: Facts): Sentence => ({
    message: `"${f.value}" is in neither prompt, so there is nothing to replace.`
  }),
  nested_variants: (f: Facts): Sentence => ({
    message: `Variants can't stand within variants: ${f.value}.`,
    hint: 'Braces that are meant as text are \\{ and \\}.'
  }),
  variants_in_axis: (f: Facts): Sentence => ({
    message: `Variants can't stand in ${f.param} while it is an axis: ${f.value}.`,
    hint: 'List the prompts, or write one prompt with variants. Braces that are meant as text are \\{ and \\}.'
  }),

  // Layout and choice of cells
  not_an_axis: (f: Facts): Sentence => ({
    message: `"${f.name}" is not an axis of this sweep.${nearest(f)}`,
    hint: list(f.axes) ? `Axes: ${list(f.axes)}.` : 'There are no axes: give a parameter several values.'
  }),
  layout_twice: (f: Facts): Sentence => ({
    message: `${f.axis} can't be both ${f.first} and ${f.second}.`
  }),
  where_comparison: (f: Facts): Sentence => ({
    message: f.found
      ? `A comparison is expected at "${f.found}".`
      : 'The condition ends where a comparison is expected.',
    hint: 'Such as steps >= 10 or sampler != "Euler".'
  }),
  where_joiner: (f: Facts): Sentence => ({ message: `"and" or "or" is expected before "${f.found}".` }),
  where_bracket: (f: Facts): Sentence => ({ message: `"${f.found}" has no counterpart.` }),
  where_character: (f: Facts): Sentence => ({ message: `"${f.found}" means nothing in a condition.` }),
  where_type: (f: Facts): Sentence => ({
    message: `${f.left} and ${f.right} can't be compared: one is a number, the other is text.`
  }),
  where_order: (f: Facts): Sentence => ({
    message: `Text is compared with == and !=, not with ${f.operator}.`
  }),
  no_cells: (f: Facts): Sentence => ({ message: `The condition leaves none of ${figure(f.cells)} cells.` }),
  one_cell_only: (f: Facts): Sentence => ({
    message: `%%txt2img draws one cell, and ${f.axis} has ${f.values} values.`,
    hint: 'Use %%sweep.'
  }),
  too_many_combinations: (f: Facts): Sentence => ({
    message: `${figure(f.cells)} combinations: a sweep can have ${figure(f.limit)}.`,
    hint: 'Take fewer values, or draw a part with sample=40 (without where=).'
  }),

  // Models
  no_model: (): Sentence => ({
    message: 'There is no model to draw with.',
    hint: 'Put a model folder or .safetensors file into a models folder and scan again.'
  }),
  weights_missing: (f: Facts): Sentence => ({
    message: `This ${weights[String(f.kind)] ?? 'file'} isn't there: ${f.name}.${nearest(f)}`,
    hint: 'Put its .safetensors file into a models folder and scan again.'
  }),
  lora_family: (f: Facts): Sentence => ({
    message: `The LoRA ${f.name} is for ${family(f.family)}, and ${f.model} is ${family(f.model_family)}.`,
    hint: 'Use one that was made for this family of models.'
  }),
  refiner_family: (f: Facts): Sentence => ({
    message: `The refiner ${f.name} is ${family(f.family)}, and ${f.model} is ${family(f.model_family)}: their latents differ.`,
    hint: 'Use a refiner of the same family.'
  }),
  refiner_task: (f: Facts): Sentence => ({
    message: `${f.name} can't take over from ${f.model}: one of them also wants a mask or a picture to edit.`,
    hint: 'Use a refiner of the same kind.'
  }),
  side_too_long: (f: Facts): Sentence => ({
    message: `The picture would be ${f.width} × ${f.height}; a side can have ${f.max} pixels.`,
    hint: 'Enlarge by less, or start smaller.'
  }),
  model_unusable: (f: Facts): Sentence => ({
    // The reason is a sentence of its own that names the file.
    message: f.reason ? String(f.reason) : `${f.name} can't be used.`
  }),

  // Remarks
  size_far: (f: Facts): Sentence => ({
    message: f.large
      ? `${f.size} is far more than ${f.model} was made for (${f.native}): things may appear twice. The hires fix draws small first.`
      : `${f.size} is far less than ${f.model} was made for (${f.native}): pictures may fall apart.`
  }),
  lcm_guidance: (f: Facts): Sentence => ({
    message: `LCM wants a CFG scale of 1 to ${f.most}; ${f.cfg_scale} burns the picture.`
  }),
  mask_missing: (f: Facts): Sentence => ({
    message: `${f.model} is for inpainting; without a start picture and a mask it draws everything anew.`
  }),
  picture_to_edit_missing: (f: Facts): Sentence => ({
    message: `${f.model} edits pictures, and there is no start picture.`
  }),
  refiner_alone: (f: Facts): Sentence => ({
    message: `${f.model} is a refiner: it is meant to finish what another model began.`
  }),
  strength_low: (f: Facts): Sentence => ({
    message: `A strength of ${f.strength} with ${f.steps} steps is less than one step: the start picture hardly changes.`
  }),
  latent_strength_low: (f: Facts): Sentence => ({
    message: `${f.upscaler} needs a second strength of ${f.least} or more; at ${f.strength} the picture stays blurred.`
  }),
  hires_left_out: (): Sentence => ({
    message: 'The hires fix is left out where a start picture is given.'
  }),
  duplicate_value: (f: Facts): Sentence => ({
    message: `${f.value} is twice in ${f.param}; it is drawn once.`
  }),
  unknown_keys: (f: Facts): Sentence => ({
    message: `Not used, for there are no such parameters: ${list(f.keys)}.`
  }),
  one_value: (f: Facts): Sentence => ({
    message: `${f.param} has one value, so ${f.word}= places nothing.`
  }),
  axes_folded: (f: Facts): Sentence => ({
    message: `More axes than places: ${list(f.axes)} share the outer rows.`
  }),
  defaults_differ: (f: Facts): Sentence => ({
    message: `Each model uses its own default of ${list(f.params)}.`
  }),
  bad_model_default: (f: Facts): Sentence => ({
    message: `The default of ${f.name} for ${f.param} isn't used: ${f.value} is not allowed.`
  })
};
