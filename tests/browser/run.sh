#!/usr/bin/env bash
# The pages in a real browser, over the release build: Chromium is Debian's, the driver comes from npm.
# Where one of them cannot be had, says so and is content.
set -euo pipefail
cd "$(dirname "$0")"

skip() { printf 'skipped: %s\n' "$*"; exit 0; }

command -v node >/dev/null || skip "there is no Node.js"
if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
  { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get install -y --no-install-recommends chromium >/dev/null 2>&1; } \
    || skip "there is no Chromium, and it cannot be installed"
fi
npm ci --silent --no-audit --no-fund >/dev/null 2>&1 || skip "npm cannot fetch playwright-core and axe-core"
node run.mjs "${1:-}"
