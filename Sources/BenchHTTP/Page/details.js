// The quiet panel of a device: its own clock, its battery, its faults, its profile.

import { html, setAttribute, setText } from './dom.js';
import { dateAndClock, deviceNow, formatDuration, offsetInWords, parseDuration, spanInWords } from './time.js';

/** Built when first opened: on a bench of hundreds hardly any panel is. */
export class DetailsPanel {
  #card;
  #bench;
  #parts;

  constructor(card, bench) {
    this.#card = card;
    this.#bench = bench;
    this.element = html('details', { class: 'panel', ontoggle: () => this.render() },
      html('summary', {}, 'Clock, battery, faults', html('span', { class: 'hidden' }, ` of ${card.device.serialNumber}`)));
  }

  render() {
    if (!this.element.open) return;
    this.#parts ??= this.#build();
    const { battery, clock, faults, profile } = this.#card.device;
    const parts = this.#parts;
    setText(parts.freeze, clock.frozen ? 'Run' : 'Freeze');
    setAttribute(parts.freeze, 'aria-pressed', String(clock.frozen));
    this.#setValue(parts.offset, String(parseDuration(clock.offset) / 1000));
    this.#setValue(parts.drift, String(clock.driftPPM));
    this.#setValue(parts.battery, String(battery.levelPercent));
    setText(parts.level, `${parts.battery.value} %`);
    this.#setValue(parts.stuck, faults.stuckButton ? `${faults.stuckButton.button} ${faults.stuckButton.position}` : '');
    parts.dead.checked = faults.deadDisplay;
    setText(parts.profile, profileInWords(profile));
    this.tick();
  }

  /** The device's own time goes on while the panel is open. */
  tick() {
    if (!this.element.open || this.#parts === undefined) return;
    const { clock } = this.#card.device;
    const benchNow = this.#bench.time.now;
    const own = deviceNow(clock, this.#card.benchThen, benchNow);
    const { date, clock: face } = dateAndClock(own);
    setText(this.#parts.time, `${date} ${face} UTC`);
    // Under half a second is the network's and the browser's, not the device's.
    const away = Math.abs(own - benchNow) < 500 ? undefined : offsetInWords(Math.round((own - benchNow) / 1000) * 1000);
    setText(this.#parts.away, `${away ?? 'level with the bench'}${clock.frozen ? ', frozen' : ''}`);
  }

  #setValue(field, value) {
    if (field !== document.activeElement && field.value !== value) field.value = value;
  }

  #build() {
    const card = this.#card;
    const serial = card.device.serialNumber;
    const clock = (change) => card.act('PUT', ['clock'], change);
    const faults = (change) => card.act('PUT', ['faults'], change);
    const button = (label, onclick, attributes = {}) => html('button', { type: 'button', onclick, ...attributes }, label);

    const parts = {
      time: html('span', { class: 'own-time' }),
      away: html('span', { class: 'own-away' }),
      freeze: button('Freeze', () => clock(card.device.clock.frozen ? { run: true } : { freeze: true })),
      offset: html('input', { type: 'number', step: 'any', onchange: (e) => numberGiven(e, (n) => clock({ offset: formatDuration(n * 1000) })) }),
      drift: html('input', { type: 'number', step: '1', onchange: (e) => numberGiven(e, (n) => clock({ driftPPM: Math.round(n) })) }),
      battery: html('input', { type: 'range', min: 0, max: 100, oninput: (e) => setText(parts.level, `${e.target.value} %`),
        onchange: (e) => faults({ batteryPercent: Number(e.target.value) }) }),
      level: html('span', {}),
      stuck: html('select', { onchange: (e) => faults({ stuckButton: stuckButton(e.target.value) }) }, html('option', { value: '' }, 'None'),
        ...card.device.buttons.flatMap((name) => ['down', 'up'].map((position) =>
          html('option', { value: `${name} ${position}` }, `${name} stuck ${position}`)))),
      dead: html('input', { type: 'checkbox', onchange: (e) => faults({ deadDisplay: e.target.checked }) }),
      profile: html('p', { class: 'facts' }),
    };

    this.element.append(html('div', { class: 'panel-body' },
      html('p', { class: 'own-clock' }, html('span', { class: 'label' }, 'Own clock'), parts.time, parts.away),
      html('div', { class: 'row' }, parts.freeze, button('+30 s', () => clock({ advance: 'PT30S' })),
        button('Level with bench', () => clock({ run: true, offset: 'PT0S' }))),
      html('div', { class: 'pair' },
        html('label', { class: 'field' }, 'Ahead by, s', parts.offset),
        html('label', { class: 'field' }, 'Drift, ppm', parts.drift)),
      html('label', { class: 'field' }, html('span', { class: 'spread' }, html('span', {}, 'Battery'), parts.level), parts.battery),
      html('label', { class: 'field' }, 'Stuck button', parts.stuck),
      html('label', { class: 'check' }, parts.dead, 'Dead display'),
      parts.profile,
      html('div', { class: 'row quiet' },
        button('Save key (PSKC)', () => this.#bench.saveKeys(card), { 'aria-label': `Save the key of ${serial} as PSKC` }),
        button('Remove', () => this.#bench.remove(card), { class: 'danger', 'aria-label': `Remove ${serial}` }))));
    return parts;
  }
}

function numberGiven(event, use) {
  const number = event.target.valueAsNumber;
  if (Number.isFinite(number)) use(number);
}

function stuckButton(value) {
  if (value === '') return null;
  const [button, position] = value.split(' ');
  return { button, position };
}

function profileInWords(profile) {
  const factor = profile.movingFactor === 'counter'
    ? 'HOTP, by counter'
    : `TOTP, step ${spanInWords(parseDuration(profile.timeStep))}`;
  return [
    profile.name, factor, profile.algorithm.toUpperCase().replace(/^SHA/, 'SHA-'), `${profile.digits} digits`,
    `lit for ${spanInWords(parseDuration(profile.displayTime))}`,
  ].filter(Boolean).join(' · ');
}
