// Makes the pictures of the README: node pictures.mjs. Needs what run.mjs needs.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { browser, root, served } from './browser.mjs';

const folder = join(root, 'docs/pictures');
mkdirSync(folder, { recursive: true });
const { address, end } = await served();
const chromium = await browser();
const page = await (await chromium.newContext({ viewport: { width: 1180, height: 690 } })).newPage();
const reports = (await (await fetch(`${address}/api/v1/reports?q=envoy+ferry`)).json()).rows;
const fullest = reports.sort((a, b) => b.statements - a.statements)[0];
await page.goto(`${address}/reports/${fullest.id}#s3`);
await page.waitForTimeout(400);
await page.screenshot({ path: join(folder, 'report.png') });
await page.goto(`${address}/?q=talks+OR+bridge`);
await page.waitForTimeout(200);
await page.screenshot({ path: join(folder, 'search.png') });
// The drawings are plainer: as JPEG they are half as large.
for (const [name, path] of [['positions', '/positions'], ['network', '/network'], ['map', '/map?view=europe']]) {
  await page.goto(`${address}${path}`);
  await page.waitForTimeout(900);
  await page.screenshot({ path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 72 });
}
await chromium.close();
end();
