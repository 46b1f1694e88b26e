// Each page in a real browser: phone and desktop, light and dark, with the keyboard alone, without scripts.
// npm ci; node run.mjs [FOLDER FOR SCREENSHOTS]
import { readFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { browser, served } from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = process.argv[2];
if (folder) mkdirSync(folder, { recursive: true });

const { address, end } = await served();
const chromium = await browser();
const failures = [];
let checks = 0;

async function check(name, work) {
  checks += 1;
  try {
    await work();
  } catch (error) {
    failures.push(`${name}: ${error.message}`);
  }
}

/// A page that notes what the browser complains of.
async function fresh(options = {}) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && page.complaints.push(message.text()));
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  page.on('requestfailed', (request) => !request.failure().errorText.includes('ABORTED') && page.complaints.push(`${request.url()}: ${request.failure().errorText}`));
  page.on('request', (request) => request.url().startsWith(address) || request.url().startsWith('data:') || page.complaints.push(`a request leaves the server: ${request.url()}`));
  return page;
}

const get = async (path) => (await fetch(address + path)).json();
const first = (await get('/api/v1/reports?q=shelled+harbour')).rows[0] ?? (await get('/api/v1/reports?limit=1')).rows[0];
const actor = (await get('/api/v1/actors')).rows[0];
const story = (await get('/api/v1/stories')).rows[0];
const pages = {
  start: '/',
  search: '/?q=talks',
  events: '/?in=events',
  nothing: '/?q=nosuchword',
  report: `/reports/${first.id}`,
  why: `/reports/${first.id}/why/s1`,
  actors: '/actors',
  actor: `/actors/${actor.id}`,
  stories: '/stories',
  story: `/stories/${story.id}`,
  timeline: '/timeline',
  network: '/network?kind=on',
  positions: '/positions',
  map: '/map',
  help: '/help',
  missing: '/no-such-page',
};

for (const [shape, viewport] of [['desktop', { width: 1280, height: 900 }], ['phone', { width: 375, height: 740 }]]) {
  for (const colorScheme of ['light', 'dark']) {
    const page = await fresh({ viewport, colorScheme, hasTouch: shape === 'phone' });
    for (const [name, path] of Object.entries(pages)) {
      await check(`${name}, ${shape}, ${colorScheme}`, async () => {
        page.complaints.length = 0;
        await page.goto(address + path, { waitUntil: 'load' });
        await page.waitForTimeout(name === 'network' ? 500 : 60);
        if (folder) await page.screenshot({ path: `${folder}/${name}-${shape}-${colorScheme}.png`, fullPage: name !== 'help' });
        const complaints = page.complaints.filter((text) => name !== 'missing' || !text.includes('404'));
        assert.deepEqual(complaints, []);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `the page is ${overflow} px wider than the screen`);
        // The policy forbids scripts of others: axe comes in through the debugger, past it.
        await page.evaluate(`(() => { ${axe} })()`);
        const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        const serious = found.violations.filter((fault) => ['serious', 'critical'].includes(fault.impact));
        assert.deepEqual(serious.map((fault) => `${fault.id}: ${fault.nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? ''}`).join(' | ')}`), []);
      });
    }
    await page.context().close();
  }
}

await check('keyboard alone: search, statement, evidence', async () => {
  const page = await fresh();
  await page.goto(address + '/');
  await page.keyboard.press('/');
  await page.keyboard.type('harbour');
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=harbour/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  assert.equal(await page.locator('.results > li.at').count(), 1);
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/reports\/\d+#s\d+/);
  const id = new URL(page.url()).hash.slice(1);
  await page.waitForFunction((id) => document.getElementById(`${id}-card`)?.open, id);
  assert.ok(await page.locator(`#${id}`).evaluate((words) => {
    const box = words.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight;
  }), 'the words are in sight');
  assert.ok((await page.locator(`#${id}-card dl`).innerText()).length > 20);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.card[open]').count(), 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

await check('a click on marked words opens their card, and the card leads back', async () => {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 375, height: 740 }]) {
    const page = await fresh({ viewport });
    await page.goto(address + pages.report);
    await page.locator('.paper .ev').first().click();
    const card = viewport.width > 900 ? page.locator('.margin .card[open]') : page.locator('.sheet.up .card');
    await card.waitFor();
    assert.match(await card.innerText(), /Status/);
    await card.getByText('To the words').click();
    assert.ok(await page.locator('.paper .m.on').count() > 0);
    await page.context().close();
  }
});

await check('without scripts: search, layers, card, words', async () => {
  const page = await fresh({ javaScriptEnabled: false });
  await page.goto(address + '/');
  await page.fill('#q', 'harbour');
  await page.click('.search button');
  await page.locator('.results blockquote a').first().click();
  assert.match(page.url(), /\/reports\/\d+#s\d+/);
  const tint = () => page.locator('.paper .st').first().evaluate((words) => getComputedStyle(words).backgroundColor);
  const with_ = await tint();
  await page.click('label[for=l-st]');
  await page.mouse.move(0, 0);
  assert.notEqual(with_, await page.locator('.paper .st').nth(1).evaluate((words) => getComputedStyle(words).backgroundColor).catch(tint));
  await page.click('label[for=l-st]');
  await page.locator('.paper .st .k').first().click();
  assert.match(page.url(), /-card$/);
  await page.context().close();
});

await check('right-to-left words stand from the right', async () => {
  const page = await fresh();
  await page.goto(address + pages.report);
  const direction = await page.locator('.paper p', { hasText: 'المحادثات' }).evaluate((paragraph) => getComputedStyle(paragraph).direction);
  assert.equal(direction, 'rtl');
  await page.context().close();
});

await check('a page prints without its tools', async () => {
  const page = await fresh();
  await page.goto(address + pages.report);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.switches').isVisible(), false);
  assert.equal(await page.locator('.paper').isVisible(), true);
  assert.ok((await page.pdf()).length > 5_000);
  await page.context().close();
});

await check('the layout does not jump', async () => {
  const page = await fresh();
  await page.goto(address + pages.report);
  const shift = await page.evaluate(() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value))).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => done(sum), 600);
  }));
  assert.ok(shift < 0.02, `the layout shifted by ${shift}`);
  await page.context().close();
});

await chromium.close();
end();
for (const failure of failures) console.error(`FAILED ${failure}`);
console.log(`${checks} checks, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
