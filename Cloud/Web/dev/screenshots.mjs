/**
 * Takes the pictures of docs/screenshots of a headquarters that runs with the demonstration and a live store; scripts/screenshots.sh starts one and calls this.
 *
 *   node dev/screenshots.mjs URL LOGIN PASSWORD FOLDER
 *
 * Exits 1 where a page says a mistake into its console or is not there. Needs Chromium (Debian: /usr/bin/chromium).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [url, login, password, folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node dev/screenshots.mjs URL LOGIN PASSWORD FOLDER');
  process.exit(2);
}

const shop = 'demo-1';
const milk = '2000000000213';

/** Asks the interface of headquarters as the signed-in person. */
const ask = async (page, path) => (await page.context().request.get(path)).json();

/** Somebody of a level, with enough behind them to show. */
async function member(page, level) {
  const { customers } = await ask(page, `/api/customers?level=${level}&limit=50`);
  const found = await Promise.all(customers.map(({ id }) => ask(page, `/api/customers/${id}`)));
  return found.sort((left, right) => right.figures.visits - left.figures.visits || right.usual.length - left.usual.length)[0].id;
}

/** Types as a scanner does. */
const scan = (page, code) =>
  page.evaluate((keys) => [...keys, 'Enter'].forEach((key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))), code);

const pictures = [
  { name: 'overview', look: 'desk', language: 'en', path: () => '/' },
  {
    name: 'store', look: 'desk', language: 'en', path: () => '/stores/store-1',
    then: (page) => page.locator('.event-list li').nth(12).waitFor(),
  },
  { name: 'shelves', look: 'desk', language: 'zh-TW', path: () => `/stores/${shop}/shelves` },
  { name: 'stock', look: 'desk', language: 'zh-CN', path: () => `/stock?store=${shop}` },
  { name: 'product', look: 'desk', language: 'en', path: () => `/stock/${shop}/2000000000015` },
  {
    name: 'replenishment', look: 'desk', language: 'zh-CN', path: () => `/replenishment?store=${shop}`,
    then: async (page) => {
      await page.locator('.why-button').first().click();
      await page.locator('.ant-popover').waitFor();
    },
  },
  { name: 'customer', look: 'desk', language: 'zh-CN', path: async (page) => `/customers/${await member(page, 'gold')}` },
  { name: 'members', look: 'desk', language: 'zh-TW', path: () => '/members' },
  { name: 'visits', look: 'desk', language: 'zh-TW', path: () => `/visits?store=${shop}` },
  { name: 'fleet', look: 'desk', language: 'en', path: () => '/fleet' },
  { name: 'start-phone', look: 'phone', language: 'zh-CN', path: () => '/' },
  { name: 'product-phone', look: 'phone', language: 'zh-CN', path: () => `/stock/${shop}/${milk}` },
  {
    name: 'stocktake-phone', look: 'phone', language: 'zh-TW', path: () => `/stocktake?store=${shop}`,
    then: async (page) => {
      await page.locator('.count-place').first().click();
      await page.locator('.scan-field').waitFor();
      for (const code of [milk, '2000000000220', milk, '2000000000268', milk]) {
        await scan(page, code);
      }
      await page.locator('.count-lines li').nth(1).waitFor();
    },
  },
  { name: 'customer-phone', look: 'phone', language: 'en', path: async (page) => `/customers/${await member(page, 'silver')}` },
];

const looks = {
  desk: { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'dark', deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
let mistakes = 0;
for (const { name, look, language, path, then } of pictures) {
  const context = await browser.newContext({ ...looks[look], locale: language, baseURL: url, timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' });
  const answer = await context.request.post('/api/session', { data: { login, password } });
  if (!answer.ok()) {
    throw new Error(`signing in as ${login} was answered ${answer.status()}`);
  }

  const page = await context.newPage();
  const say = (text) => {
    mistakes += 1;
    console.error(`${name}: ${text}`);
  };
  page.on('pageerror', (error) => say(String(error)));
  page.on('console', (line) => line.type() === 'error' && say(line.text()));
  await page.goto(await path(page));
  await page.locator('h1').first().waitFor();
  await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
  await then?.(page);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(folder, `${name}.${language}.png`), animations: 'disabled' });
  await context.close();
}
await browser.close();
process.exit(mistakes === 0 ? 0 : 1);
