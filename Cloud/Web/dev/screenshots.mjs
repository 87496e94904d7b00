/**
 * Takes a picture of every page of a headquarters that runs, at a desk and on a phone, in light and dark, and looks at each with axe.
 *
 *   node dev/screenshots.mjs URL LOGIN PASSWORD [FOLDER]
 *
 * Exits 1 where axe finds something serious, a page overflows to the side, or a page says a mistake into its console. Needs Chromium (Debian: /usr/bin/chromium).
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [url, login, password, folder = join(import.meta.dirname, '..', '..', '..', 'docs', 'screenshots')] = process.argv.slice(2);
if (password === undefined) {
  console.error('usage: node dev/screenshots.mjs URL LOGIN PASSWORD [FOLDER]');
  process.exit(2);
}

/** How a page is seen: a name, the size, the appearance and the language. */
const looks = [
  { look: 'desk', width: 1440, height: 900, scheme: 'light', language: 'en' },
  { look: 'desk-dark', width: 1440, height: 900, scheme: 'dark', language: 'zh-TW' },
  { look: 'phone', width: 390, height: 844, scheme: 'light', language: 'zh-CN' },
  { look: 'phone-dark', width: 390, height: 844, scheme: 'dark', language: 'en' },
];

/** The pictures that are kept in docs; of the others only the looks are checked. */
const kept = new Set(['desk', 'phone-dark']);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
let bad = 0;

/** Asks the interface of headquarters as the signed-in person. */
async function ask(page, path) {
  return page.evaluate(async (address) => (await fetch(address)).json(), path);
}

async function signIn(context) {
  const page = await context.newPage();
  await page.goto(new URL('/sign-in', url).href);
  const status = await page.evaluate(
    async ([user, secret]) =>
      (await fetch('/api/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ login: user, password: secret }) })).status,
    [login, password],
  );
  if (status >= 300) {
    throw new Error(`signing in as ${login} was answered ${status}`);
  }
  return page;
}

/** Every page, with examples out of what is there. */
async function pages(page) {
  const stores = await ask(page, '/api/stores');
  const store = (stores.find((one) => one.store.startsWith('demo')) ?? stores[0]).store;
  const stock = (await ask(page, `/api/stock?store=${store}&limit=1`)).rows[0];
  const customer = (await ask(page, '/api/customers?limit=1')).customers?.[0];
  const purchase = (await ask(page, '/api/purchases?limit=1')).rows?.[0];
  return [
    ['start', '/'], ['stores', '/stores'], ['store', `/stores/${store}`], ['shelves', `/stores/${store}/shelves`], ['stock', '/stock'],
    ...(stock ? [['sku', `/stock/${stock.store}/${stock.sku}`]] : []),
    ['replenishment', '/replenishment'], ['purchases', '/purchases'], ...(purchase ? [['purchase', `/purchases/${purchase.id}`]] : []),
    ['stocktake', '/stocktake'], ['transfers', '/transfers'], ['scrap', '/scrap'], ['alarms', '/alarms'], ['turnover', '/turnover'], ['products', '/products'],
    ['suppliers', '/suppliers'], ['books', '/books'], ['planograms', '/planograms'], ['customers', '/customers'],
    ...(customer ? [['customer', `/customers/${customer.id}`]] : []),
    ['members', '/members'], ['sales', '/sales'], ['visits', '/visits'], ['consents', '/consents'], ['imports', '/imports'], ['audit', '/audit'], ['settings', '/settings'],
  ];
}

async function look(page, name, path, view, mistakes) {
  mistakes.length = 0;
  await page.goto(new URL(path, url).href);
  await page.locator('h1').first().waitFor({ timeout: 15000 }).catch(() => mistakes.push('there is no heading'));
  await page.locator('.ant-skeleton').first().waitFor({ state: 'detached', timeout: 15000 }).catch(() => mistakes.push('it is still loading after 15 s'));
  await page.evaluate(() => document.fonts.ready);
  if (kept.has(view.look)) {
    await page.screenshot({ path: join(folder, `${name}-${view.look}.png`), animations: 'disabled' });
  }
  if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) {
    mistakes.push('it overflows to the side');
  }
  await page.addScriptTag({ content: axe }).catch(() => page.evaluate(axe));
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  for (const violation of found.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')) {
    mistakes.push(`${violation.impact}: ${violation.id} (${violation.nodes.length}): ${violation.nodes[0].target.join(' ')}`);
  }
  for (const mistake of mistakes) {
    bad += 1;
    console.log(`${name} ${view.look}: ${mistake}`);
  }
}

for (const view of looks) {
  const context = await browser.newContext({
    viewport: { width: view.width, height: view.height }, colorScheme: view.scheme, locale: view.language, bypassCSP: true, reducedMotion: 'reduce',
    isMobile: view.width < 600, hasTouch: view.width < 600,
  });
  const page = await signIn(context);
  const mistakes = [];
  page.on('pageerror', (error) => mistakes.push(String(error)));
  page.on('console', (line) => line.type() === 'error' && mistakes.push(line.text()));
  for (const [name, path] of await pages(page)) {
    await look(page, name, path, view, mistakes);
  }
  await context.close();
}
await browser.close();
console.log(bad === 0 ? 'nothing serious' : `${bad} to be looked at`);
process.exit(bad === 0 ? 0 : 1);
