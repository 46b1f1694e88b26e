// Keys and cards. Every page works without this file; it makes the way from a finding to its words shorter.
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const isNarrow = () => matchMedia('(max-width: 60rem)').matches;

for (const hint of all('[data-scripted]')) hint.hidden = false;

// Cards of a report: a marked word opens its card beside the text, or on a narrow screen in a sheet below.
const report = one('[data-report]');
const sheet = report && one('.sheet', report);
let last = null;

function mark(id) {
  for (const old of all('.m.on', report)) old.classList.remove('on');
  for (const piece of all(`[data-card="${CSS.escape(id)}-card"], a.m[href="#${CSS.escape(id)}-card"]`, report)) piece.classList.add('on');
}

function open(id, focus) {
  const card = document.getElementById(`${id}-card`);
  if (!card) return false;
  mark(id);
  if (isNarrow()) {
    const copy = card.cloneNode(true);
    copy.removeAttribute('id');
    copy.open = true;
    const close = document.createElement('button');
    close.textContent = 'Close';
    close.className = 'quiet';
    close.addEventListener('click', shut);
    sheet.replaceChildren(copy, close);
    sheet.classList.add('up');
    if (focus) one('summary', copy).focus();
  } else {
    for (const other of all('.card[open]', report)) other.open = false;
    card.open = true;
    const margin = one('.margin', report);
    margin.scrollTop += card.getBoundingClientRect().top - margin.getBoundingClientRect().top - 24;
    if (focus) one('summary', card).focus({ preventScroll: true });
  }
  history.replaceState(null, '', `#${id}`);
  return true;
}

function shut() {
  let was = false;
  if (sheet?.classList.contains('up')) {
    sheet.classList.remove('up');
    sheet.replaceChildren();
    was = true;
  }
  for (const card of all('.card[open]', report)) {
    card.open = false;
    was = true;
  }
  for (const piece of all('.m.on', report)) piece.classList.remove('on');
  last?.focus({ preventScroll: true });
  last = null;
  return was;
}

function toWords(id) {
  const words = document.getElementById(id);
  if (!words) return;
  shut();
  mark(id);
  words.scrollIntoView({ block: 'center' });
  history.replaceState(null, '', `#${id}`);
}

if (report) {
  report.addEventListener('click', (event) => {
    const words = event.target.closest('.paper .m');
    const back = event.target.closest('.links a[href^="#"], dd a[href^="#"]');
    if (words && event.button === 0 && !event.ctrlKey && !event.metaKey) {
      const id = (words.dataset.card ?? words.getAttribute('href').slice(1)).replace(/-card$/, '');
      last = event.target.closest('a');
      if (open(id, event.detail === 0)) event.preventDefault();
    } else if (back) {
      const id = back.getAttribute('href').slice(1);
      event.preventDefault();
      if (id.endsWith('-card')) open(id.replace(/-card$/, ''), true);
      else toWords(id);
    }
  });
  report.addEventListener('toggle', (event) => {
    if (event.target.open && event.target.id) mark(event.target.id.replace(/-card$/, ''));
  }, true);
  const arrive = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!id || id.startsWith('l-') || id === 'main') return;
    if (id.endsWith('-card')) open(id.replace(/-card$/, ''), false);
    else if (document.getElementById(id) && document.getElementById(`${id}-card`)) {
      if (!isNarrow()) open(id, false);
      mark(id);
      document.getElementById(id).scrollIntoView({ block: 'center' });
    }
  };
  addEventListener('hashchange', arrive);
  arrive();
}

// Keys. Letters do nothing while somebody writes, or with Ctrl, Alt or Meta.
const items = () => (report ? all('.paper .st[id], .paper .ev[id]').filter((item) => item.offsetParent) : all('[data-list] > li, [data-list] > tbody > tr'));
let at = -1;

function go(step) {
  const list = items();
  if (!list.length) return;
  const on = list.findIndex((item) => item.classList.contains('at') || item.classList.contains('on'));
  at = on >= 0 ? on : at;
  at = Math.max(0, Math.min(list.length - 1, at + step));
  if (report) {
    list[at].scrollIntoView({ block: 'center' });
    if (isNarrow()) mark(list[at].id);
    else open(list[at].id, false);
    one(':scope > a.k', list[at])?.focus({ preventScroll: true });
    return;
  }
  for (const item of list) item.classList.toggle('at', item === list[at]);
  const link = one('[data-go]', list[at]);
  link?.focus({ preventScroll: true });
  list[at].scrollIntoView({ block: 'nearest' });
}

addEventListener('keydown', (event) => {
  const writes = event.target.closest('input:not([type=checkbox]):not([type=range]), textarea, select');
  if (event.key === 'Escape') {
    if (writes) writes.blur();
    else if (report) shut();
    return;
  }
  if (writes || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === '/') {
    const box = one('input[type=search]');
    event.preventDefault();
    if (box) box.focus(), box.select();
    else location.href = '/';
  } else if (report && (event.key === 'c' || event.key === 'x')) {
    one('.sheet.up .card, .margin .card[open]', report)?.querySelector(`[data-key="${event.key}"]`)?.click();
  } else if (event.key === 'j') go(1);
  else if (event.key === 'k') go(-1);
  else if (event.key === 'u' && document.referrer.startsWith(location.origin)) history.back();
});
