/** In Chinese and in the dark: no word of the interface is left in English, and text can be read. */
import assert from 'node:assert/strict';
import { openLab } from './lab.mjs';
import {
  complaintsOf,
  errorOf,
  fieldOf,
  forgetAllJobs,
  gridIsFull,
  jobRow,
  jobThat,
  makeAxis,
  openNotebook,
  openPanel,
  panelOf,
  promptOf,
  runButton,
  runCell,
  startCell,
  until
} from './gestures.mjs';

export const lab = {
  settings: {
    '@jupyterlab/translation-extension:plugin': { locale: 'zh_CN' },
    '@jupyterlab/apputils-extension:themes': { theme: 'JupyterLab Dark' }
  }
};

/** What is written alike in both languages: names, units, keys, and words of the cell's own grammar. */
const alike = [
  /emoji-diffusion/g,
  /DPM\+\+|\b(2M|SDE|LoRA|Euler|Heun|DDIM|LMS|PNDM|UniPC|DPM2|ms|MB|GB|CPU|UNet|CFG|VAE|CLIP|ENSD|eta|Eta|RNG|CUDA|RAM)\b/g,
  /\b(Esc|Enter|Ctrl|Alt|Shift|Home|End|Delete|PgUp|PgDn|Page Up|Page Down|Tab|Space)\b/g,
  /\b(karras|automatic|exponential|sgm_uniform|normal|simple|uniform|original|no_norm|ignore|none|cpu|nv|a1111|diffusers|novelai|hai|auto|zero_terminal_snr|BREAK)\b/g,
  /%%sweep|%%txt2img|cfg_scale|limit=|sample=|\bseed\b(?= \+ k)|\bA1111\b|\b(JupyterLab|PNG|NovelAI|NVIDIA|torch|Clip)\b|stable-diffusion-webui/g
];

export async function thePanelIsChineseInAllItsStates({ lab, page }) {
  const complaints = complaintsOf(page);
  await forgetAllJobs(lab);
  await openLab(page, lab);
  await openPanel(page);
  await page.locator('.jd-Examples-row').nth(3).waitFor();
  await until(async () => /就绪/.test(await panelOf(page).locator('.jd-Service').innerText()), 'the service');
  await allChinese(page, 'at first open');

  await promptOf(page).fill('猫，蓝色背景');
  await (await fieldOf(page, 'steps')).fill('2');
  await (await fieldOf(page, 'seed')).fill('5');
  await makeAxis(page, 'cfg_scale', '2,seven');
  await panelOf(page).locator('.jd-Note.jd-mod-bad').first().waitFor();
  await allChinese(page, 'with a wrong value', /seven/g);

  await (await fieldOf(page, 'cfg_scale')).fill('2,4');
  await page.locator('.jd-Params-more').click();
  await until(async () => (await runButton(page).innerText()) === '画 2 格', 'the price');
  await allChinese(page, 'with all parameters');

  await runButton(page).click();
  await jobThat(lab, '猫', ({ state }) => state === 'done');
  await jobRow(page, '猫');
  await until(async () => (await runButton(page).innerText()) === '显示 2 格', 'what is there');
  await allChinese(page, 'with a job and its grid');

  await (await fieldOf(page, 'cfg_scale')).fill('2');
  await makeAxis(page, 'seed', '1..900');
  await page.locator('.jd-Dock').getByRole('button', { name: '先画 40 格' }).waitFor();
  await allChinese(page, 'with too many cells');
  assert.deepEqual(complaints, []);
}

export async function theGridIsChineseWhileItIsDrawnAndWhenItIsLookedAt({ lab, page }) {
  await openNotebook(page, lab, 'chinese.ipynb', '%%sweep seed=1,2 steps=2,30\n一只熊猫');
  await startCell(page);
  await page.locator('[role="gridcell"] .jd-mod-step').first().waitFor();
  await allChinese(page, 'while it is drawn');
  await gridIsFull(page);
  await allChinese(page, 'when it is done');

  await page.locator('[role="gridcell"]').first().click({ button: 'right' });
  await page.getByRole('menuitem').first().waitFor();
  await allChinese(page, 'with the menu of a cell', undefined, '.jd-Menu');
  await page.keyboard.press('Escape');
  await page.locator('[role="gridcell"]').first().focus();
  await page.keyboard.press('?');
  await allChinese(page, 'with its keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.locator('.jd-Full-picture > img').waitFor();
  await allChinese(page, 'as a full picture');
}

export async function theComparePanelIsChineseAndReadableInAllItsModes({ lab, page }) {
  const complaints = complaintsOf(page);
  await openNotebook(page, lab, 'compare.ipynb', '%%sweep seed=1..3 cfg=2,4 steps=2\n一只{熊猫|猫}');
  await runCell(page);
  await gridIsFull(page);
  for (const place of [0, 1, 5]) {
    await page.locator('[role="gridcell"]').nth(place).focus();
    await page.keyboard.press('c');
  }
  const known = /compare\.ipynb|\b(SSIM|OKLab|pixelmatch|JPEG|WebP)\b/g;
  await allChinese(page, 'with letters on its cells', known);
  await page.keyboard.press('Shift+C');
  await page.locator('.jd-Pane:focus').waitFor();
  await page.locator('.jd-Differ-fold').evaluate(node => node.click());
  for (const key of ['b', 'l', 'o', 'v', 'd', '?']) {
    await page.keyboard.press(key);
    await until(async () => (await page.locator('.jd-Compare .jd-Layer').count()) > 0, 'the pictures');
    await allChinese(page, `with ${key}`, known);
    assert.deepEqual(await paleTexts(page), [], `with ${key}`);
  }
  await page.locator('.jd-Figures').waitFor();
  await allChinese(page, 'with its figures', known);
  await page.keyboard.press('?');
  await page.keyboard.press('Alt+ArrowLeft');
  await page.locator('.jd-Shifted').waitFor();
  await allChinese(page, 'with a shift', known);
  for (let left = 3; left > 0; left--) {
    await page.keyboard.press('Delete');
  }
  await page.locator('.jd-Compare-empty').waitFor();
  await allChinese(page, 'with nothing to compare', known);
  assert.deepEqual(complaints, []);
}

export async function aWrongCellIsExplainedInChinese({ lab, page }) {
  await openNotebook(page, lab, 'wrong.ipynb', '%%sweep cgf=3\n猫');
  const shown = errorOf(await runCell(page));
  assert.match(shown, /1:9 {2}没有参数 “cgf”。是 cfg 吗？/);
  assert.match(errorOf(await runCell(page, 0, '%%sweep seed=1..10000\n猫')), /10,000 格：超过 400 格的上限/);
  assert.match(errorOf(await runCell(page, 0, '%%sweep cfg=3,99\n猫')), /99 .*cfg_scale 取 1 到 30/);
}

export async function textIsReadableInTheDark({ lab, page }) {
  await openNotebook(page, lab, 'dark.ipynb', '%%sweep seed=1,2 cfg=2,4 steps=2\na penguin');
  await runCell(page);
  await gridIsFull(page);
  await openPanel(page);
  await promptOf(page).fill('a penguin');
  await makeAxis(page, 'seed', '1,2');
  await until(async () => (await runButton(page).count()) > 0, 'the price');
  assert.deepEqual(await paleTexts(page), []);
  await page.locator('[role="gridcell"]').first().click();
  await page.locator('.jd-Recipe').waitFor();
  assert.deepEqual(await paleTexts(page), []);
}

/** Every word that a person sees, hears or finds in a tooltip of our own parts is Chinese. */
async function allChinese(page, when, extra, scope = '.jd, .jd-Menu') {
  const found = await page.evaluate(root => {
    const said = new Set();
    for (const part of document.querySelectorAll(root)) {
      for (const element of part.querySelectorAll('*')) {
        for (const name of ['title', 'aria-label', 'placeholder', 'aria-valuetext', 'aria-description']) {
          said.add(element.getAttribute(name) ?? '');
        }
        for (const node of element.childNodes) {
          if (node.nodeType === Node.TEXT_NODE && element.checkVisibility()) {
            said.add(node.textContent.trim());
          }
        }
      }
    }
    return [...said];
  }, scope);
  const rest = found.filter(text => {
    const bare = [...alike, ...(extra ? [extra] : [])].reduce((left, known) => left.replace(known, ''), text);
    return /[A-Za-z]{2,}/.test(bare) && !isPrompt(text) && !isHash(text);
  });
  assert.deepEqual(rest, [], `English ${when}`);
}

/** The examples' own prompts, one of which is English on purpose. */
function isPrompt(text) {
  return /^(运行这个例子：)?[{(]?a (red heart|cat face|house|penguin|robot|butterfly)/.test(text);
}

const isHash = text => /^[0-9a-f]{10}$/.test(text);

/** Texts of our parts with less than 4.5 : 1 against what is behind them. */
function paleTexts(page) {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const over = (under, color) => {
      canvas.fillStyle = under;
      canvas.fillRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
      return `rgb(${r}, ${g}, ${b})`;
    };
    const behind = element => {
      const layers = [];
      for (let each = element; each; each = each.parentElement) {
        layers.unshift(getComputedStyle(each).backgroundColor);
      }
      return layers.reduce(over, 'rgb(255, 255, 255)');
    };
    const light = color => {
      const [r, g, b] = color.match(/\d+/g).map(part => {
        const value = Number(part) / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const pale = [];
    for (const element of document.querySelectorAll('.jd *')) {
      const own = [...element.childNodes].some(
        node => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== ''
      );
      if (
        !own ||
        !element.checkVisibility() ||
        element.closest(':disabled, .jd-said, svg, .jd-Prompt-text')
      ) {
        continue;
      }
      const ground = behind(element);
      const ink = over(ground, getComputedStyle(element).color);
      const [low, high] = [light(ground), light(ink)].sort((a, b) => a - b);
      const ratio = (high + 0.05) / (low + 0.05);
      if (ratio < 4.5) {
        pale.push(`${element.textContent.trim().slice(0, 40)} (${element.className}): ${ratio.toFixed(2)}`);
      }
    }
    return [...new Set(pale)];
  });
}
