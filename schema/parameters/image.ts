/** Options of drawing from a picture: img2img, inpainting, edits. Defaults are those of A1111's page. */
import type { Parameter } from './types';

const fromPicture = { axis: true, cost: 'sampling', group: 'image' } as const;

export const image = [
  {
    name: 'init_image',
    aliases: ['init_images', 'init'],
    kind: 'image',
    default: null,
    optional: true,
    ...fromPicture,
    label: { en: 'Start picture', zh_CN: '起始画面' },
    help: {
      en: 'The picture to start from instead of pure noise.',
      zh_CN: '从这张画面开始，而不是从纯噪声开始。'
    }
  },
  {
    name: 'denoising_strength',
    aliases: ['denoising strength', 'denoising', 'strength'],
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.05,
    default: 0.75,
    needs: 'init_image',
    infotext: { key: 'Denoising strength' },
    ...fromPicture,
    label: { en: 'Strength', zh_CN: '重绘强度' },
    help: {
      en: '0 keeps the start picture, 1 draws a new one.',
      zh_CN: '0 保持起始画面，1 完全重画。'
    }
  },
  {
    name: 'resize_mode',
    aliases: ['resize mode'],
    kind: 'choice',
    choices: ['stretch', 'crop', 'fill', 'latent'],
    default: 'stretch',
    needs: 'init_image',
    infotext: { key: 'Resize mode' },
    ...fromPicture,
    label: { en: 'Resize', zh_CN: '缩放方式' },
    help: {
      en: 'How a start picture of another size is made to fit: stretched, cropped, with its edges filled, or stretched as a latent.',
      zh_CN: '起始画面尺寸不同时：拉伸、裁剪、补边，或在潜空间拉伸。'
    }
  },
  {
    name: 'image_cfg_scale',
    aliases: ['image cfg scale', 'image_cfg'],
    kind: 'number',
    min: 0,
    max: 3,
    step: 0.05,
    default: 1.5,
    needs: 'init_image',
    infotext: { key: 'Image CFG scale' },
    ...fromPicture,
    label: { en: 'Image CFG', zh_CN: '图像 CFG 强度' },
    help: {
      en: 'With instruct-pix2pix models: how closely the edit keeps to the picture.',
      zh_CN: '用于 instruct-pix2pix 模型：修改时贴近原图的程度。'
    }
  },
  {
    name: 'initial_noise_multiplier',
    aliases: ['noise multiplier'],
    kind: 'number',
    min: 0,
    max: 1.5,
    step: 0.05,
    default: 1,
    needs: 'init_image',
    infotext: { key: 'Noise multiplier' },
    ...fromPicture,
    label: { en: 'Noise multiplier', zh_CN: '噪声倍率' },
    help: {
      en: 'Scales the noise that is laid over the start picture.',
      zh_CN: '叠加到起始画面上的噪声的倍率。'
    }
  },
  {
    name: 'mask',
    aliases: [],
    kind: 'image',
    default: null,
    optional: true,
    needs: 'init_image',
    ...fromPicture,
    label: { en: 'Mask', zh_CN: '蒙版' },
    help: {
      en: 'A picture that is white where the start picture is redrawn.',
      zh_CN: '白色处重画的一张画面。'
    }
  },
  {
    name: 'mask_blur',
    aliases: ['mask blur'],
    kind: 'integer',
    min: 0,
    max: 64,
    step: 1,
    default: 4,
    needs: 'mask',
    infotext: { key: 'Mask blur' },
    ...fromPicture,
    label: { en: 'Mask blur', zh_CN: '蒙版模糊' },
    help: { en: 'Pixels by which the mask’s edge is softened.', zh_CN: '蒙版边缘柔化的像素。' }
  },
  {
    name: 'inpainting_fill',
    aliases: ['masked content', 'masked_content'],
    kind: 'choice',
    choices: ['fill', 'original', 'latent noise', 'latent nothing'],
    default: 'original',
    needs: 'mask',
    infotext: { key: 'Masked content' },
    ...fromPicture,
    label: { en: 'Masked content', zh_CN: '蒙版内容' },
    help: {
      en: 'What lies under the mask at the start: the colours around it, the picture itself, noise, or nothing.',
      zh_CN: '开始时蒙版下面是什么：周围的颜色、原图、噪声，或什么都没有。'
    }
  },
  {
    name: 'inpaint_full_res',
    aliases: ['inpaint area', 'only_masked'],
    kind: 'boolean',
    default: false,
    needs: 'mask',
    infotext: {
      key: 'Inpaint area',
      words: [
        [true, 'Only masked'],
        [false, 'Whole picture']
      ]
    },
    ...fromPicture,
    label: { en: 'Masked only', zh_CN: '只画蒙版部分' },
    help: {
      en: 'Draws the surroundings of the mask at full size and pastes them back.',
      zh_CN: '把蒙版周围按完整尺寸重画，再贴回去。'
    }
  },
  {
    name: 'inpaint_full_res_padding',
    aliases: ['masked area padding'],
    kind: 'integer',
    min: 0,
    max: 256,
    step: 1,
    default: 32,
    needs: 'inpaint_full_res',
    infotext: { key: 'Masked area padding' },
    ...fromPicture,
    label: { en: 'Padding', zh_CN: '边距' },
    help: { en: 'Pixels around the mask that are drawn with it.', zh_CN: '连同蒙版一起重画的周围像素。' }
  },
  {
    name: 'inpainting_mask_invert',
    aliases: ['mask mode', 'mask_mode'],
    kind: 'boolean',
    default: false,
    needs: 'mask',
    infotext: {
      key: 'Mask mode',
      words: [
        [true, 'Inpaint not masked'],
        [false, 'Inpaint masked']
      ]
    },
    ...fromPicture,
    label: { en: 'Invert mask', zh_CN: '反转蒙版' },
    help: { en: 'Redraws what the mask leaves out.', zh_CN: '重画蒙版以外的部分。' }
  }
] as const satisfies readonly Parameter[];
