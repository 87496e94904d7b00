/**
 * Takes the technician's pictures of docs/install.md by doing what it says: makes a code at headquarters, gives it to the page of a box that has not joined, and looks
 * at the fleet until the box is there. scripts/screenshots.sh starts what is needed and calls this.
 *
 *   SETUP_CODE=… node dev/technician.mjs HEADQUARTERS BOX SETUP-PAGE FOLDER
 *
 * Exits 1 where a page says a mistake into its console, or the box does not arrive. Needs Chromium (Debian: /usr/bin/chromium).
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [headquarters, box, setup, folder] = process.argv.slice(2);
const code = process.env.SETUP_CODE;
if (folder === undefined || code === undefined) {
  console.error('usage: SETUP_CODE=… node dev/technician.mjs HEADQUARTERS BOX SETUP-PAGE FOLDER');
  process.exit(2);
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
let mistakes = 0;

/** A page with nothing remembered, whose mistakes count. Headquarters' certificate is of its own authority, which gateways know by their code. */
async function look(base, restarts = false) {
  const context = await browser.newContext({
    baseURL: base, locale: 'en', viewport: { width: 1280, height: 800 }, colorScheme: 'light', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', ignoreHTTPSErrors: true,
  });
  const page = await context.newPage();
  const say = (text) => {
    mistakes += 1;
    console.error(`${base}: ${text}`);
  };
  page.on('pageerror', (error) => say(String(error)));
  page.on('console', (line) => line.type() === 'error' && !restarts && say(line.text()));
  return page;
}

const shoot = async (page, name) => {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(folder, `technician-${name}.en.png`), animations: 'disabled' });
};

const desk = await look(headquarters);
const password = randomBytes(12).toString('hex');
for (const [path, data] of [
  ['/api/setup', { code, login: 'owner', name: 'Owner', password }],
  ['/api/session', { login: 'owner', password }],
]) {
  const answer = await desk.context().request.post(path, { data });
  if (!answer.ok()) {
    throw new Error(`${path} was answered ${answer.status()}: ${await answer.text()}`);
  }
}

await desk.goto('/settings/joining');
await desk.getByRole('button', { name: 'Join a gateway' }).click();
const sheet = desk.getByRole('dialog');
await sheet.getByRole('combobox').click();
await desk.getByTitle('A store').click();
await sheet.getByRole('textbox').fill('counter');
await sheet.getByRole('button', { name: 'Join a gateway' }).click();
const text = await desk.locator('.breaks').textContent();
await desk.locator('.ant-modal svg').last().waitFor();
await shoot(desk, 'code');

// What it asks while the gateway starts behind the page is refused.
const counter = await look(box, true);
await counter.goto('/');
await counter.locator('#code').waitFor();
await counter.locator('#code').fill(text);
await shoot(counter, 'join');
await counter.locator('button[type=submit]').click();
await counter.waitForFunction(async () => (await fetch('/v1/status').catch(() => null))?.ok);

await desk.goto('/fleet');
await desk.getByText('counter').first().waitFor();
while (await desk.getByText('Never heard').first().isVisible()) {
  await desk.reload();
  await desk.getByText('counter').first().waitFor();
}
await shoot(desk, 'fleet');

const devices = await look(setup);
await devices.goto('/setup');
await devices.locator('h2').first().waitFor();
await shoot(devices, 'setup');
await browser.close();
process.exit(mistakes === 0 ? 0 : 1);
