// A chip as one would have it on a key ring: plugged in or laid on a reader, its light asking for a touch.

import { copyWithNotice, html, setAttribute, setText, showProblem } from './dom.js';
import { DeviceButton } from './button.js';
import { ChipPanel } from './chippanel.js';
import { chipCase } from './drawing.js';

const presenceNames = { ask: 'Asks for a touch', accept: 'Is touched by itself', reject: 'Is refused by itself' };

/** `bench` as in card.js. */
export class ChipCard {
  #touch;
  #usb;
  #nfc;
  #presence;
  #light = html('p', { class: 'light', role: 'status' });
  #facts = html('p', { class: 'settings' });
  #signs = html('p', { class: 'signs' });
  #problem = html('p', { class: 'problem', role: 'alert', hidden: true });
  #object;
  #panel;
  #bench;

  constructor(device, bench) {
    this.device = device;
    this.#bench = bench;
    const serial = device.serialNumber;
    const touch = html('button', { type: 'button', class: 'key touch', 'data-button': 'touch', 'aria-label': `Touch ${serial}` });
    this.#touch = new DeviceButton(touch, (action) => this.#press(action));
    const place = (name, label) => html('button', {
      type: 'button', 'aria-pressed': 'false', 'aria-label': `${label} of ${serial}`,
      onclick: () => this.act('PUT', ['connection'], { [name]: !this.device.connection[name] }),
    });
    this.#usb = place('usb', 'USB');
    this.#nfc = place('nfc', 'NFC');
    this.#presence = html('select', {
      'aria-label': `When ${serial} wants a touch`,
      onchange: (event) => this.act('PUT', ['presence'], { mode: event.target.value }),
    }, ...Object.entries(presenceNames).map(([mode, words]) => html('option', { value: mode }, words)));
    this.#panel = new ChipPanel(this, bench);
    this.#object = html('div', { class: 'object chip-object' }, chipCase(serial), touch);
    this.element = html(
      'article', { 'aria-labelledby': `title-${serial}` },
      this.#object,
      html('div', { class: 'row quiet' }, this.#usb, this.#nfc, this.#presence),
      html('div', { class: 'caption' },
        html('h3', { id: `title-${serial}` },
          ...(device.name ? [html('span', { class: 'name' }, device.name), ' '] : []),
          html('span', { class: 'serial' }, serial)),
        html('div', { class: 'row quiet' },
          html('button', {
            type: 'button', 'aria-label': `Copy serial number ${serial}`,
            onclick: (event) => copyWithNotice(event.currentTarget, serial, (problem) => this.showProblem(problem)),
          }, 'Copy serial'))),
      this.#light, this.#facts, this.#signs, this.#problem, this.#panel.element,
    );
    this.render();
  }

  get mainButton() {
    return this.#touch.element;
  }

  #press(action) {
    this.#bench.operated = this;
    this.act('POST', ['buttons', 'touch'], { action });
  }

  act(method, path, body) {
    return this.#bench.act(this, method, path, body);
  }

  showProblem(problem) {
    showProblem(this.#problem, problem);
  }

  /** Takes over a newer state of the chip, or a part of it. */
  update(part) {
    Object.assign(this.device, part);
  }

  render() {
    const { connection, presence, light, pressedButtons } = this.device;
    const blinks = light === 'blinking';
    this.#object.classList.toggle('blinking', blinks);
    this.#object.classList.toggle('plugged', connection.usb);
    this.#object.classList.toggle('in-field', connection.nfc);
    this.#touch.element.classList.toggle('pressed', pressedButtons.includes('touch'));
    for (const [button, on, yes, no] of [
      [this.#usb, connection.usb, 'Plugged in', 'Plug in'], [this.#nfc, connection.nfc, 'On the reader', 'Lay on reader'],
    ]) {
      setAttribute(button, 'aria-pressed', String(on));
      setText(button, on ? yes : no);
    }
    if (this.#presence !== document.activeElement) this.#presence.value = presence.mode;
    setText(this.#light, blinks ? 'Its light blinks: it waits for a touch.' : '');
    setText(this.#facts, this.#factsInWords());
    setText(this.#signs, this.#signsInWords());
    this.#panel.render();
  }

  #factsInWords() {
    const { signatureCounter, discoverableCredentials: count, pin } = this.device;
    return [
      `Counter ${signatureCounter}`, `${count} resident ${count === 1 ? 'credential' : 'credentials'}`,
      pin.set ? `PIN set, ${pin.retries} ${pin.retries === 1 ? 'try' : 'tries'} left` : 'no PIN',
    ].join(' · ');
  }

  #signsInWords() {
    const { faults } = this.device;
    return [
      faults.mute && 'Mute',
      faults.pulledOutAfter !== undefined && `Pulled out after ${faults.pulledOutAfter} more reports`,
      faults.fieldLostAfter !== undefined && `Out of the field after ${faults.fieldLostAfter} more commands`,
      faults.answerDelay !== 'PT0S' && 'Slow answers',
      faults.keepalive !== 'PT0S' && 'Long at work',
      faults.wrongChannel && 'Wrong channel',
      faults.report && `Reports ${faults.report}`,
      faults.invalidSignatures && 'Signatures invalid',
      faults.counterGoingBack && 'Counter goes back',
      faults.otherAttestationKey && 'Attests with another key',
      faults.pinLocked && 'PIN locked',
      faults.storageFull && 'Storage full',
    ].filter(Boolean).join(' · ');
  }

  // What a shelf asks of every card; a chip shows no time and takes no digits.

  renderTimeLeft() {}

  drawnAgain() {}

  tick() {}

  keyDown() {}

  keyUp() {}

  focusLeft() {
    this.#touch.cancel();
  }
}
