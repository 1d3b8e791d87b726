// One device as one would hold it, with its caption and what can be done to it.

import { copyWithNotice, html, setAttribute, setText, showProblem } from './dom.js';
import { DeviceButton } from './button.js';
import { DetailsPanel } from './details.js';
import { LiquidCrystal, audioCodeReaderCase, codeDisplayCase, hasCode } from './drawing.js';
import { offsetInWords, parseDuration } from './time.js';

const languages = { da: 'Danish', en: 'English' };
const keypad = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'red'];

/** `bench` gives what a card needs of the page: `time`, `act(card, method, path, body)`, `remove(card)`, `saveKeys(card)`, `hear(card)`, `activate(card)`. */
export class DeviceCard {
  #bench;
  #lcd = new LiquidCrystal();
  #timeLeft = html('i');
  #signs = html('p', { class: 'signs' });
  #settings = html('p', { class: 'settings' });
  #speech = html('p', { class: 'speech' });
  #problem = html('p', { class: 'problem', role: 'alert', hidden: true });
  #holdRed;
  #hearAgain;
  #buttons = new Map();
  #details;

  constructor(device, bench) {
    this.device = device;
    this.#bench = bench;
    this.benchThen = bench.time.now;
    const serial = device.serialNumber;
    this.#details = new DetailsPanel(this, bench);
    this.element = html(
      'article', { 'aria-labelledby': `title-${serial}` },
      ...(device.kind === 'audio-code-reader' ? this.#reader(serial) : this.#display(serial)),
      html(
        'div', { class: 'caption' },
        html('h3', { id: `title-${serial}` },
          ...(device.name ? [html('span', { class: 'name' }, device.name), ' '] : []),
          html('span', { class: 'serial' }, serial)),
        html('div', { class: 'row quiet' },
          html('button', { type: 'button', 'aria-label': `Copy serial number ${serial}`, onclick: (e) => this.#copy(e, serial) }, 'Copy serial'),
          html('button', { type: 'button', 'aria-label': `Copy code of ${serial}`, onclick: (e) => this.#copyCode(e) }, 'Copy code'),
          html('button', { type: 'button', 'aria-label': `Activate ${serial}`, 'aria-haspopup': 'dialog', onclick: () => bench.activate(this) }, 'Activate')),
      ),
      this.#speech, this.#signs, this.#problem,
      this.#details.element,
    );
    this.render();
  }

  // Drawing

  #display(serial) {
    return [html('div', { class: 'object display-object' }, codeDisplayCase(serial),
      this.#button('main', { class: 'key main', 'aria-label': `Button of ${serial}` }),
      this.#lcd.element, html('div', { class: 'time-left', 'aria-hidden': 'true' }, this.#timeLeft))];
  }

  #reader(serial) {
    const keys = keypad.map((name) => this.#button(name, {
      class: `key key-${name}`,
      'aria-label': name === 'red' ? 'Red key' : name,
      'aria-keyshortcuts': name === 'red' ? 'R' : name,
      tabindex: name === 'red' ? '0' : '-1',
    }, name === 'red' ? html('span', { class: 'raised' }) : name));
    const pad = html('div', { class: 'keypad', role: 'group', 'aria-label': `Keypad of ${serial}` }, ...keys);
    pad.addEventListener('keydown', (event) => this.#moveOnKeypad(event, keys));
    this.#holdRed = html('button', { type: 'button', class: 'hold-red', 'aria-pressed': 'false', onclick: () => this.#toggleRed() }, 'Hold red');
    this.#hearAgain = html('button', { type: 'button', 'aria-label': `Hear again what ${serial} said`, hidden: true, onclick: () => this.#bench.hear(this) }, 'Hear');
    return [
      html('div', { class: 'object reader-object' }, audioCodeReaderCase(serial),
        this.#lcd.element, html('div', { class: 'time-left', 'aria-hidden': 'true' }, this.#timeLeft), pad),
      html('div', { class: 'row quiet voice' }, this.#holdRed, this.#hearAgain, this.#settings),
    ];
  }

  #button(name, attributes, ...children) {
    const element = html('button', { type: 'button', 'data-button': name, ...attributes }, ...children);
    this.#buttons.set(name, new DeviceButton(element, (action) => {
      const red = this.#buttons.get('red');
      if (name !== 'red' && red?.isDown) red.hold();
      this.#press(name, action);
    }));
    return element;
  }

  /** The button that a person would reach for first. */
  get mainButton() {
    return this.#buttons.get(this.device.kind === 'audio-code-reader' ? 'red' : 'main').element;
  }

  // Keyboard

  #moveOnKeypad(event, keys) {
    const at = keys.indexOf(event.target);
    const place = at === 9 ? 10 : at === 10 ? 11 : at;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -3, ArrowDown: 3 };
    const step = steps[event.key];
    if (step === undefined || at < 0) return;
    event.preventDefault();
    const to = place + step === 9 ? (step === 3 ? 10 : 8) : place + step;
    const key = keys[to === 10 ? 9 : to === 11 ? 10 : to];
    if (key === undefined || to < 0) return;
    for (const other of keys) other.tabIndex = other === key ? 0 : -1;
    key.focus();
  }

  /** Digits and R work wherever the focus is inside a reader, except where one types. */
  keyDown(event) {
    if (this.device.kind !== 'audio-code-reader' || this.#isTyping(event)) return;
    if (/^[0-9]$/.test(event.key) && !event.repeat) {
      this.#buttons.get(event.key).press();
    } else if (event.key.toLowerCase() === 'r') {
      if (!event.repeat) this.#buttons.get('red').down();
    } else {
      return;
    }
    event.preventDefault();
  }

  keyUp(event) {
    if (this.device.kind !== 'audio-code-reader' || this.#isTyping(event)) return;
    if (event.key.toLowerCase() === 'r') this.#buttons.get('red').up();
  }

  /** The focus has left the card: whatever a finger on the keyboard held is let go. */
  focusLeft() {
    for (const button of this.#buttons.values()) button.cancel();
  }

  #isTyping(event) {
    return event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea') !== null;
  }

  // Doing

  #press(button, action) {
    this.#bench.operated = this;
    this.act('POST', ['buttons', button], { action });
  }

  #toggleRed() {
    this.#press('red', this.device.pressedButtons.includes('red') ? 'release' : 'hold');
  }

  /** Sends one request about this device, after the ones before it, and shows here what went wrong. */
  act(method, path, body) {
    return this.#bench.act(this, method, path, body);
  }

  showProblem(problem) {
    showProblem(this.#problem, problem);
  }

  #copyCode(event) {
    if (hasCode(this.device.display)) this.#copy(event, this.device.display.text);
    else this.showProblem(new Error('The display shows no code to copy.'));
  }

  #copy(event, text) {
    return copyWithNotice(event.currentTarget, text, (problem) => this.showProblem(problem));
  }

  // Showing

  /** Takes over a newer state of the device, or a part of it. */
  update(part) {
    Object.assign(this.device, part);
    if (part.clock !== undefined) this.benchThen = this.#bench.time.now;
  }

  render() {
    const { device } = this;
    this.#lcd.show(device.display, device.profile.digits, device.serialNumber);
    for (const [name, button] of this.#buttons) {
      button.element.classList.toggle('pressed', device.pressedButtons.includes(name));
    }
    this.renderTimeLeft();
    setText(this.#signs, this.#signsInWords());
    if (device.kind === 'audio-code-reader') this.#renderVoice();
    this.#details.render();
  }

  #renderVoice() {
    const { settings, speech, pressedButtons } = this.device;
    const held = pressedButtons.includes('red');
    setAttribute(this.#holdRed, 'aria-pressed', String(held));
    setText(this.#holdRed, held ? 'Let go of red' : 'Hold red');
    if (settings) {
      const language = languages[settings.language] ?? settings.language;
      setText(this.#settings, held
        ? 'Red is held: while lit, digits are functions. 0 repeats the message.'
        : `Volume ${settings.volume} · Speed ${settings.speed} · ${language}`);
    }
    this.#hearAgain.hidden = !speech;
    if (speech) {
      setAttribute(this.#speech, 'lang', speech.language);
      setText(this.#speech, speech.text);
    }
  }

  /** What is out of the ordinary, so that no fault hides in a closed panel. */
  #signsInWords() {
    const { battery, clock, faults, profile, counter } = this.device;
    const offset = offsetInWords(parseDuration(clock.offset));
    return [
      profile.movingFactor === 'counter' && `Counter ${counter ?? 0}`,
      battery.empty ? 'Battery empty' : battery.low && `Battery low, ${battery.levelPercent} %`,
      faults.deadDisplay && 'Display dead',
      faults.stuckButton && `Button ${faults.stuckButton.button} stuck ${faults.stuckButton.position}`,
      clock.frozen && 'Own clock frozen',
      offset && `Own clock ${offset}`,
      clock.driftPPM !== 0 && `Drift ${clock.driftPPM} ppm`,
    ].filter(Boolean).join(' · ');
  }

  /** The thin bar runs by itself; it is set again only when the frame or the bench's clock changes. */
  renderTimeLeft() {
    const { time } = this.#bench;
    const bar = this.#timeLeft;
    const darkensAt = this.device.display.lit ? Date.parse(this.device.display.darkensAt) : NaN;
    const left = Math.max(0, darkensAt - time.now);
    const state = `${darkensAt} ${time.isFrozen} ${time.generation}`;
    if (bar.dataset.state === state) return;
    bar.dataset.state = state;
    bar.style.transitionDuration = '0s';
    bar.style.transform = `scaleX(${left > 0 ? Math.min(1, left / Math.max(1, parseDuration(this.device.profile.displayTime))) : 0})`;
    if (!(left > 0) || time.isFrozen) return;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      if (bar.dataset.state !== state) return;
      bar.style.transitionDuration = `${Math.max(0, darkensAt - time.now)}ms`;
      bar.style.transform = 'scaleX(0)';
    }));
  }

  /** Called when a card that the browser had skipped is drawn again: a skipped bar has not moved. */
  drawnAgain() {
    delete this.#timeLeft.dataset.state;
    this.renderTimeLeft();
  }

  tick() {
    this.#details.tick();
  }
}
