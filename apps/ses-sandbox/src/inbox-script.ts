/** Script of the inbox. Mail content reaches the page as text nodes only, or inside the sandboxed frame. */
export const INBOX_SCRIPT = String.raw`
'use strict';
const texts = JSON.parse(document.getElementById('texts').textContent);
const $ = (id) => document.getElementById(id);
const state = { messages: [], next: undefined, query: '', open: undefined, view: undefined, tab: 'html', source: 'source', unsubscribe: undefined };
const remembered = (key, fallback) => { try { return localStorage.getItem(key) ?? fallback; } catch { return fallback; } };
const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private windows may refuse */ } };
const number = new Intl.NumberFormat(texts.lang);
const clock = new Intl.DateTimeFormat(texts.lang, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(texts.lang, { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const full = new Intl.DateTimeFormat(texts.lang, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
const shortTime = (iso) => { const at = new Date(iso); return at.toDateString() === new Date().toDateString() ? clock.format(at) : day.format(at); };

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== undefined));
  return node;
}

async function call(method, path, body) {
  const response = await fetch('/_sandbox/' + path, { method, body: body && JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.message), { status: response.status });
  return answer;
}

let toastTimer;
function toast(text) {
  $('toast').textContent = text;
  $('toast').hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $('toast').hidden = true; }, 3500);
}
const complain = (error) => toast(texts.failed + ': ' + error.message);

const pathOf = (before) => 'messages?limit=50&q=' + encodeURIComponent(state.query) + (before ? '&before=' + before : '');

async function loadNewest() {
  const query = state.query;
  const page = await call('GET', pathOf());
  if (query !== state.query) return;
  const older = state.messages.filter((message) => page.nextBefore !== undefined && message.seq < page.nextBefore);
  if (older.length === 0) state.next = page.nextBefore;
  state.messages = [...page.messages, ...older];
  showList();
}

async function loadMore() {
  const page = await call('GET', pathOf(state.next));
  state.messages.push(...page.messages);
  state.next = page.nextBefore;
  showList();
}

async function loadTotals() {
  const stats = await call('GET', 'stats?summary=1');
  const totals = [[texts.accepted, stats.accepted], [texts.people, stats.recipients.size], [texts.kept, stats.kept]];
  $('totals').replaceChildren(...totals.map(([name, count]) => el('div', {}, el('dt', {}, name), el('dd', {}, number.format(count)))));
}

const rows = new Map();
function rowOf(message) {
  const key = message.outcome + (message.id === state.open);
  const known = rows.get(message.id);
  if (known && known.key === key) return known.node;
  const node = el('li', {}, el('a', { class: 'row', href: '#' + message.id, 'aria-current': message.id === state.open ? 'true' : undefined },
    el('span', { class: 'to' }, message.to.join(', ')),
    el('time', { datetime: message.acceptedAt }, shortTime(message.acceptedAt)),
    el('span', { class: 'subject' }, message.subject || texts.subjectless),
    el('span', { class: 'badge ' + message.outcome }, texts.outcomes[message.outcome])));
  rows.set(message.id, { key, node });
  return node;
}

function showList() {
  const shown = new Set(state.messages.map((message) => message.id));
  for (const id of rows.keys()) if (!shown.has(id)) rows.delete(id);
  const nodes = state.messages.map(rowOf);
  const list = $('messages');
  // Untouched rows stay where they are, so that focus and scroll position survive.
  nodes.forEach((node, index) => { if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null); });
  while (list.children.length > nodes.length) list.lastChild.remove();
  $('more').hidden = state.next === undefined;
  $('none').hidden = nodes.length > 0;
  $('none').replaceChildren(el('b', {}, state.query ? texts.nothing : texts.empty), state.query ? '' : texts.emptyHint);
}

async function openMessage(id) {
  const fresh = state.open !== id;
  state.open = id || undefined;
  if (fresh) { state.unsubscribe = undefined; state.view = undefined; }
  document.body.classList.toggle('reading', Boolean(id));
  showList();
  if (!id) return showReader();
  try {
    const view = await call('GET', 'messages/' + encodeURIComponent(id));
    if (state.open !== id) return;
    const same = !fresh && state.view && state.view.events.length === view.events.length;
    state.view = view;
    if (fresh && state.tab === 'html' && view.html === undefined) state.tab = 'text';
    else if (fresh && state.tab === 'text' && view.html !== undefined) state.tab = 'html';
    if (!same) showReader();
  } catch (error) {
    if (error.status !== 404) return complain(error);
    state.view = undefined;
    $('reader').replaceChildren(backLink(), el('p', { class: 'choose' }, texts.gone));
  }
}

const backLink = () => el('a', { class: 'back', href: '#' }, '← ' + texts.back);

let cardOf;
function showReader() {
  const view = state.view;
  if (!view) { cardOf = undefined; return $('reader').replaceChildren(el('p', { class: 'choose' }, texts.choose)); }
  if (cardOf !== view.id) {
    cardOf = view.id;
    $('reader').replaceChildren(backLink(), el('article', { class: 'card' }, el('div', { class: 'head', id: 'head' }), el('div', { class: 'tabs', role: 'tablist', id: 'tabs' }), el('div', { role: 'tabpanel', id: 'panel', tabindex: '0' })));
    $('reader').scrollTop = 0;
    showTabs();
    showPanel();
  } else if (state.tab === 'events') showPanel();
  showHead();
}

function fact(name, ...value) { return [el('dt', {}, name), el('dd', {}, ...value)]; }

function showHead() {
  const view = state.view;
  const tags = Object.entries(view.tags).map(([name, value]) => el('span', { class: 'chip' }, name + '=' + value));
  const files = view.attachments.map((file) => el('a', { class: 'chip', href: '/_sandbox/messages/' + view.id + '/parts/' + file.index }, file.filename + ' (' + number.format(file.bytes) + ' B)'));
  const mayUnsubscribe = Boolean(view.unsubscribe && view.unsubscribe.url && view.unsubscribe.oneClick);
  $('head').replaceChildren(
    el('h2', {}, view.subject || texts.subjectless),
    el('dl', { class: 'facts' },
      ...fact(texts.from, view.from), ...fact(texts.to, view.to.join(', ')),
      ...fact(texts.at, full.format(new Date(view.acceptedAt)), ' ', el('span', { class: 'badge ' + view.outcome }, texts.outcomes[view.outcome])),
      ...(tags.length ? fact(texts.tags, ...tags) : []),
      ...(files.length ? fact(texts.attachments, ...files) : [])),
    el('div', { class: 'acts' },
      el('button', { class: 'act first', type: 'button', disabled: !mayUnsubscribe, title: mayUnsubscribe ? view.unsubscribe.url : texts.noUnsubscribe, onclick: unsubscribe }, texts.unsubscribe),
      el('button', { class: 'act danger', type: 'button', onclick: () => play('bounce') }, texts.bounce),
      el('button', { class: 'act danger', type: 'button', onclick: () => play('complaint') }, texts.complaint)),
    state.unsubscribe ?? '');
}

async function unsubscribe() {
  const answer = await call('POST', 'messages/' + state.view.id + '/unsubscribe').catch((error) => ({ status: error.message, body: '' }));
  state.unsubscribe = el('div', { class: 'answer', role: 'status' }, el('b', {}, texts.unsubscribeAnswer + ': ' + answer.status), answer.location ? ' → ' + answer.location : '', answer.body ? el('pre', {}, answer.body) : '');
  showHead();
}

async function play(type) {
  try {
    await call('POST', 'messages/' + state.view.id + '/events', { type });
    toast(texts.played);
    await openMessage(state.open);
    await loadNewest();
  } catch (error) { complain(error); }
}

const tabNames = ['html', 'text', 'headers', 'source', 'links', 'events'];
const tabText = { html: texts.tabHtml, text: texts.tabText, headers: texts.tabHeaders, source: texts.tabSource, links: texts.tabLinks, events: texts.tabEvents };

function showTabs() {
  $('tabs').replaceChildren(...tabNames.map((name) => el('button', { type: 'button', role: 'tab', id: 'tab-' + name, 'aria-controls': 'panel', 'aria-selected': String(state.tab === name), tabindex: state.tab === name ? '0' : '-1', onclick: () => chooseTab(name), onkeydown: moveTab }, tabText[name])));
  $('panel').setAttribute('aria-labelledby', 'tab-' + state.tab);
}

function chooseTab(name) { state.tab = name; showTabs(); showPanel(); $('tab-' + name).focus(); }
function moveTab(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step) chooseTab(tabNames[(tabNames.indexOf(state.tab) + step + tabNames.length) % tabNames.length]);
}

const check = (label, checked, onchange) => el('label', {}, el('input', { type: 'checkbox', checked, onchange: (event) => onchange(event.target.checked) }), label);
const missing = (text) => el('p', { class: 'none' }, text);

const panels = {
  html: (view) => {
    if (view.html === undefined) return [missing(texts.noHtml)];
    const images = remembered('images', '1');
    const phone = remembered('phone', '0');
    const src = '/_sandbox/messages/' + view.id + '/html?images=' + images;
    const again = (key) => (on) => { remember(key, on ? '1' : '0'); showPanel(); };
    return [
      el('div', { class: 'tools' }, check(texts.images, images === '1', again('images')), check(texts.phone, phone === '1', again('phone'))),
      el('div', { class: 'frame' + (phone === '1' ? ' phone' : '') }, el('iframe', { src, title: view.subject, sandbox: 'allow-popups allow-popups-to-escape-sandbox', referrerpolicy: 'no-referrer' })),
    ];
  },
  text: (view) => [view.text === undefined ? missing(texts.noText) : el('pre', { class: 'text' }, view.text)],
  headers: (view) => [el('table', {}, el('tbody', {}, ...view.headers.map(({ name, value }) => el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, value)))))],
  source: (view) => {
    const choice = (key, label) => el('label', {}, el('input', { type: 'radio', name: 'source', checked: state.source === key, onchange: () => { state.source = key; showPanel(); } }), label);
    return [el('div', { class: 'tools' }, choice('source', texts.transmitted), choice('original', texts.original)), el('pre', { class: 'source' }, view[state.source])];
  },
  links: (view) => [view.links.length ? el('ol', { class: 'links' }, ...view.links.map((link) => el('li', {}, el('a', { href: link, target: '_blank', rel: 'noopener noreferrer' }, link)))) : missing(texts.noLinks)],
  events: (view) => [el('ul', { class: 'events' }, ...view.events.map((event) => el('li', {}, el('time', { datetime: event.at }, clock.format(new Date(event.at))), el('span', { class: 'badge ' + event.type }, texts.events[event.type]), el('span', {}, [event.recipients.join(', '), event.detail].filter(Boolean).join(' · ')))))],
};

function showPanel() { $('panel').replaceChildren(...panels[state.tab](state.view)); }

let searchTimer;
$('search').addEventListener('input', () => {
  clearTimeout(searchTimer);
  searchTimer = setTimeout(() => { state.query = $('search').value.trim(); state.messages = []; state.next = undefined; loadNewest().catch(complain); }, 150);
});
$('more').addEventListener('click', () => loadMore().catch(complain));
$('reset').addEventListener('click', async () => {
  if (!confirm(texts.resetAsk)) return;
  await call('POST', 'reset').catch(complain);
  state.messages = [];
  location.hash = '';
  refresh();
});
const openFromHash = () => openMessage(decodeURIComponent(location.hash.slice(1)));
addEventListener('hashchange', openFromHash);

let refreshing = false;
async function refresh() {
  if (refreshing) return;
  refreshing = true;
  try {
    await Promise.all([loadNewest(), loadTotals()]);
    const row = state.messages.find((message) => message.id === state.open);
    if (state.view && row && (row.outcome !== state.view.outcome || state.tab === 'events')) await openMessage(state.open);
  } catch { /* the sandbox is restarting; the next round will do */ }
  refreshing = false;
}
refresh().then(openFromHash);
setInterval(() => { if (!document.hidden) refresh(); }, 2000);
`;
