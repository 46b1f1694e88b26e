// What the tests and the pictures share: a server of the real program over a store of examples/, and a browser.
import { chromium } from 'playwright-core';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/// The program: as RAPPORTEUR names it, else a release or a debug build.
export function program() {
  const found = [process.env.RAPPORTEUR, join(root, 'target/release/rapporteur'), join(root, 'target/debug/rapporteur')].find((path) => path && existsSync(path));
  if (!found) throw new Error('there is no program: cargo build --release -p rapporteur-cli');
  return found;
}

/// Serves a store of the examples, or the one that STORE names. Gives its address and how to end it.
/// ADDRESS names a server that runs already.
export async function served() {
  if (process.env.ADDRESS) return { address: process.env.ADDRESS, end: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-browser-'));
  const store = process.env.STORE ?? join(folder, 's.db');
  if (!process.env.STORE) {
    const made = spawnSync(program(), ['ingest', '--quiet', '--store', store, 'examples', join('tests', 'browser', 'awkward.txt')], { cwd: root, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
  }
  const server = spawn(program(), ['serve', '--store', store, '--port', '0'], { stdio: ['ignore', 'inherit', 'pipe'] });
  const address = await new Promise((done, failed) => {
    let said = '';
    server.stderr.on('data', (piece) => {
      said += piece;
      const found = said.match(/http:\/\/[\d.]+:\d+/);
      if (found) done(found[0]);
    });
    server.on('exit', () => failed(new Error(`the server ended: ${said}`)));
  });
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(`${address}/api/v1/health`).catch(() => null);
    if (answer?.ok) break;
    if (tries > 300) throw new Error('the server does not answer');
    await new Promise((done) => setTimeout(done, 100));
  }
  const end = () => {
    server.removeAllListeners('exit');
    server.kill('SIGINT');
    rmSync(folder, { recursive: true, force: true });
  };
  return { address, end };
}

/// The browser that is installed.
export function browser() {
  const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('there is no Chromium');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--force-color-profile=srgb'] });
}
