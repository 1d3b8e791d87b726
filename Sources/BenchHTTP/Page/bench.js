// The page's wiring: the bench's interface on one side, what is drawn on the other.

import { ActivationPanel } from './activation.js';
import { EventStream, call, devicePath, download, useToken } from './api.js';
import { ClockPanel } from './clockpanel.js';
import { displayInWords } from './drawing.js';
import { announce, byID, html, saveFile, setAttribute, setText, showProblem } from './dom.js';
import { EventLog } from './log.js';
import { Shelf, kindNames } from './shelf.js';
import { Speaker } from './sound.js';
import { BenchTime } from './time.js';

const time = new BenchTime();
const speaker = new Speaker();
const activation = new ActivationPanel();
const queues = new WeakMap();

/** What the cards may ask of the page. */
const bench = {
  time,
  /** The card whose button was last pressed here: the one whose code and speech are read out. */
  operated: undefined,

  /** One request about a device, in the order in which they were made; the problem is shown on its card. */
  act(card, method, path, body) {
    const before = queues.get(card) ?? Promise.resolve();
    const done = before.then(async () => {
      try {
        const device = await call(method, devicePath(card.device.serialNumber, ...path), body);
        takeAnswer(device);
        card.showProblem(undefined);
      } catch (problem) {
        card.showProblem(problem);
      }
    });
    queues.set(card, done);
    return done;
  },

  remove(card) {
    const { serialNumber, name } = card.device;
    setText(byID('confirm-title'), `Remove ${name ? `${name}, ` : ''}${serialNumber}?`);
    const dialog = byID('confirm');
    dialog.returnValue = 'keep';
    dialog.onclose = async () => {
      if (dialog.returnValue !== 'remove') return;
      try {
        await call('DELETE', devicePath(serialNumber));
        shelf.remove(serialNumber);
        announce(`Removed ${serialNumber}`);
      } catch (problem) {
        card.showProblem(problem);
      }
    };
    dialog.showModal();
  },

  activate(card) {
    activation.open(card.device);
  },

  /** What a reader last said, again, out loud. */
  async hear(card) {
    try {
      await speaker.play(card.device.serialNumber);
      card.showProblem(undefined);
    } catch (problem) {
      card.showProblem(problem);
    }
  },

  async saveKeys(card) {
    const serial = card.device.serialNumber;
    try {
      saveFile(`${serial}.pskc`, await download(`/v1/pskc?serial=${encodeURIComponent(serial)}`));
    } catch (problem) {
      card.showProblem(problem);
    }
  },
};

/** With the stream open events tell, in their true order; from an answer, which may be older, comes what they leave out. */
function takeAnswer(device) {
  const { kind, serialNumber, battery, counter } = device;
  if (kind === 'chip') return shelf.put(device);
  if (stream.isOpen) shelf.change(serialNumber, counter === undefined ? { battery } : { battery, counter });
  else shelf.put(device);
}

const shelf = new Shelf(bench);
const log = new EventLog((serial) => shelf.focus(serial));
const clockPanel = new ClockPanel(time, async (change) => takeClock(await call('PUT', '/v1/clock', change)));

function takeClock(clock) {
  time.update(clock);
  clockPanel.render();
  shelf.clockChanged();
}

// Events

/** Events that came while the list was being fetched; undefined while they are applied as they come. */
let waiting;

function eventArrived(name, data) {
  if (waiting !== undefined) {
    waiting.push([name, data]);
    return;
  }
  const serial = data.serialNumber;
  log.add(name, data);
  if (name === 'device') deviceChanged(data);
  else if (name === 'button') buttonMoved(serial, data);
  else if (name === 'frame') frameChanged(serial, data.display);
  else if (name === 'speech') spoken(serial, data.speech);
  else if (name === 'light') shelf.change(serial, { light: data.light });
  else if (name === 'message') chipAnswered(serial, data.message);
  else if (name === 'clock') takeClock(data.clock);
  else if (name === 'lost') load();
  if (name === 'frame' || name === 'speech') readOut(name, data);
}

function deviceChanged({ change, serialNumber, device }) {
  if (change === 'removed') shelf.remove(serialNumber);
  else shelf.put(device);
}

function buttonMoved(serial, { button, action }) {
  if (action === 'pressed') speaker.stop(serial);
  const others = (shelf.device(serial)?.pressedButtons ?? []).filter((other) => other !== button);
  shelf.change(serial, { pressedButtons: action === 'pressed' ? [...others, button] : others });
}

function frameChanged(serial, display) {
  shelf.change(serial, { display });
  // A frame does not say which counter it came from.
  const counts = shelf.device(serial)?.profile.movingFactor === 'counter';
  if (counts && display.lit) call('GET', devicePath(serial)).then(takeAnswer, () => {});
}

const asking = new Set();

/** An answer may have changed counter, credentials and PIN; they are asked for once when a conversation pauses. */
function chipAnswered(serial, { direction }) {
  if (direction !== 'answer' || asking.has(serial)) return;
  asking.add(serial);
  setTimeout(() => {
    asking.delete(serial);
    call('GET', devicePath(serial)).then((chip) => shelf.change(serial, chip), () => {});
  }, 250);
}

/** A reader speaks with the settings it now has, so they are known from what it said. */
function spoken(serial, speech) {
  const { volume, speed, language } = speech;
  shelf.change(serial, { speech, settings: { volume, speed, language } });
}

/** Only what the person at this page is busy with is read out; a script may be driving a hundred others. */
function readOut(name, data) {
  const card = shelf.focusedCard ?? bench.operated;
  if (card?.device.serialNumber !== data.serialNumber) return;
  if (name === 'speech' && speaker.isOn) bench.hear(card);
  else if (name === 'speech') announce(data.speech.text, data.speech.language);
  else if (card.device.kind === 'code-display') announce(displayInWords(data.display));
}

// The link to the bench

function showLink(state, words) {
  byID('link').dataset.state = state;
  setText(byID('link'), words);
}

async function load() {
  waiting ??= [];
  try {
    const [clock, devices] = await Promise.all([call('GET', '/v1/clock'), call('GET', '/v1/devices')]);
    takeClock(clock);
    shelf.replaceAll(devices);
    showLink('live', 'Live');
    byID('banner').hidden = true;
    byID('token-form').hidden = true;
  } catch (problem) {
    showBanner(problem);
  }
  const arrived = waiting;
  waiting = undefined;
  for (const [name, data] of arrived) eventArrived(name, data);
}

function showBanner(problem) {
  const needsToken = problem.status === 401;
  showLink('lost', needsToken ? 'Locked' : 'No answer');
  byID('token-form').hidden = !needsToken;
  byID('banner').hidden = needsToken;
  setText(byID('banner-text'), `${problem.message} What you see is from before; this page tries again by itself.`);
}

const stream = new EventStream({
  opened() {
    waiting = [];
    load();
    loadProfiles();
  },
  event: eventArrived,
  rested() {
    log.add('link', { words: 'This tab made room for others; what happened meanwhile is not in its log.' });
  },
  closed(problem) {
    if (byID('link').dataset.state === 'live') log.add('link', { words: problem.message });
    showBanner(problem);
  },
});

byID('banner-retry').addEventListener('click', () => (stream.isOpen ? load() : stream.retryNow()));
byID('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  useToken(byID('token-input').value);
  byID('token-input').value = '';
  stream.retryNow();
});

// Adding

let profiles = [];
let chipProfiles = [];

async function loadProfiles() {
  [profiles, chipProfiles] = await Promise.all(
    ['/v1/profiles', '/v1/profiles/chip'].map((path) => call('GET', path).catch(() => [])));
  offerProfiles();
}

function offerProfiles() {
  const form = byID('add-form');
  const chosen = form.elements.kind.value;
  const others = Object.keys(kindNames).filter((kind) => kind !== chosen);
  // A profile of codes fits a display and a reader, but one that is named after the other would only puzzle.
  const offered = chosen === 'chip'
    ? chipProfiles : profiles.filter(({ name }) => !others.some((kind) => name.endsWith(kind)));
  form.elements.profile.replaceChildren(html('option', { value: '' }, 'Standard'),
    ...offered.map(({ name }) => html('option', { value: name }, name)));
}

async function add(request, problemAt) {
  try {
    const device = await call('POST', '/v1/devices', request);
    showProblem(problemAt, undefined);
    shelf.put(device);
    shelf.focus(device.serialNumber);
    announce(`Added ${device.serialNumber}`);
    return true;
  } catch (problem) {
    showProblem(problemAt, problem);
    return false;
  }
}

const addToggles = [byID('add'), byID('add-chosen')];

function openAddForm(open) {
  byID('add-form').hidden = !open;
  for (const toggle of addToggles) setAttribute(toggle, 'aria-expanded', String(open));
  if (open) byID('add-form').elements.serialNumber.focus();
}

for (const toggle of addToggles) toggle.addEventListener('click', () => openAddForm(byID('add-form').hidden));
byID('add-form').addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  openAddForm(false);
  addToggles.find((toggle) => toggle.checkVisibility())?.focus();
});
byID('add-form').addEventListener('change', (event) => {
  if (event.target.name === 'kind') offerProfiles();
});
byID('add-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { elements } = event.currentTarget;
  const request = { kind: elements.kind.value };
  for (const name of ['serialNumber', 'name', 'profile']) {
    const value = elements[name].value.trim();
    if (value !== '') request[name] = value;
  }
  if (await add(request, byID('add-problem'))) elements.serialNumber.value = elements.name.value = '';
});
for (const button of document.querySelectorAll('[data-add]')) {
  button.addEventListener('click', () => add({ kind: button.dataset.add }, byID('empty-problem')));
}

const soundButton = byID('sound');
setAttribute(soundButton, 'aria-pressed', String(speaker.isOn));
soundButton.addEventListener('click', () => {
  speaker.isOn = !speaker.isOn;
  setAttribute(soundButton, 'aria-pressed', String(speaker.isOn));
});

byID('export').addEventListener('click', async () => {
  try {
    saveFile('mitid-bench.pskc', await download('/v1/pskc'));
    showProblem(byID('export-problem'), undefined);
  } catch (problem) {
    showProblem(byID('export-problem'), problem);
  }
});

/** Ticks on the bench's own second. */
function tick() {
  clockPanel.render();
  shelf.tick();
  setTimeout(tick, time.isKnown && !time.isFrozen ? 1000 - (((time.now % 1000) + 1000) % 1000) + 5 : 1000);
}

// The log sticks below the clock, which grows and shrinks with what it offers.
new ResizeObserver(([{ target }]) => {
  document.body.style.setProperty('--clock-height', `${target.offsetHeight}px`);
}).observe(document.querySelector('.clock'));

tick();
stream.run();
