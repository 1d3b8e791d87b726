// The quiet panel of a chip: what it does wrong on request, and what it is.

import { html, setText } from './dom.js';
import { formatDuration, parseDuration } from './time.js';

const switches = {
  mute: 'Card is mute', wrongChannel: 'Wrong channel', invalidSignatures: 'Invalid signatures',
  counterGoingBack: 'Counter going back', otherAttestationKey: 'Another attestation key', pinLocked: 'PIN locked',
  storageFull: 'Storage full',
};
const counts = { pulledOutAfter: 'Pulled out after, reports', fieldLostAfter: 'Field lost after, commands' };
const delays = { answerDelay: 'Answers late by, s', keepalive: 'At work for, s' };

/** Built when first opened: on a bench of hundreds hardly any panel is. */
export class ChipPanel {
  #card;
  #bench;
  #parts;

  constructor(card, bench) {
    this.#card = card;
    this.#bench = bench;
    this.element = html('details', { class: 'panel', ontoggle: () => this.render() },
      html('summary', {}, 'Faults, profile', html('span', { class: 'hidden' }, ` of ${card.device.serialNumber}`)));
  }

  render() {
    if (!this.element.open) return;
    this.#parts ??= this.#build();
    const { faults, presence, profile } = this.#card.device;
    const parts = this.#parts;
    for (const name of Object.keys(switches)) parts[name].checked = faults[name];
    for (const name of Object.keys(counts)) this.#setValue(parts[name], String(faults[name] ?? ''));
    for (const name of Object.keys(delays)) this.#setValue(parts[name], String(parseDuration(faults[name]) / 1000));
    this.#setValue(parts.report, faults.report ?? '');
    this.#setValue(parts.presenceDelay, String(parseDuration(presence.delay) / 1000));
    parts.presenceDelay.disabled = presence.mode === 'ask';
    setText(parts.profile, [profile.name, ...(profile.versions ?? [])].filter(Boolean).join(' · '));
  }

  #setValue(field, value) {
    if (field !== document.activeElement && field.value !== value) field.value = value;
  }

  #build() {
    const card = this.#card;
    const serial = card.device.serialNumber;
    const faults = (change) => card.act('PUT', ['faults'], change);
    const number = (attributes, use) => html('input', { type: 'number', min: 0, ...attributes, onchange: (event) => {
      const { value, valueAsNumber } = event.target;
      if (value === '' || Number.isFinite(valueAsNumber)) use(value === '' ? undefined : valueAsNumber);
    } });
    const field = (label, input) => html('label', { class: 'field' }, label, input);

    const parts = { profile: html('p', { class: 'facts' }) };
    for (const name of Object.keys(switches)) {
      parts[name] = html('input', { type: 'checkbox', onchange: (event) => faults({ [name]: event.target.checked }) });
    }
    for (const name of Object.keys(counts)) {
      parts[name] = number({ step: 1, placeholder: 'never' }, (count) => faults({ [name]: count ?? null }));
    }
    for (const name of Object.keys(delays)) {
      parts[name] = number({ step: 'any' }, (seconds) => faults({ [name]: formatDuration((seconds ?? 0) * 1000) }));
    }
    parts.report = html('select', { onchange: (event) => faults({ report: event.target.value || null }) },
      html('option', { value: '' }, 'Whole'), html('option', { value: 'truncated' }, 'Truncated'),
      html('option', { value: 'corrupt' }, 'Corrupt'));
    parts.presenceDelay = number({ step: 'any' }, (seconds) =>
      card.act('PUT', ['presence'], { mode: card.device.presence.mode, delay: formatDuration((seconds ?? 0) * 1000) }));

    this.element.append(html('div', { class: 'panel-body' },
      ...Object.entries(switches).map(([name, words]) => html('label', { class: 'check' }, parts[name], words)),
      field('Last report of an answer', parts.report),
      html('div', { class: 'pair' }, ...Object.entries(counts).map(([name, words]) => field(words, parts[name]))),
      html('div', { class: 'pair' }, ...Object.entries(delays).map(([name, words]) => field(words, parts[name]))),
      field('The finger that comes by itself takes, s', parts.presenceDelay),
      parts.profile,
      html('div', { class: 'row quiet' },
        html('button', {
          type: 'button', class: 'danger', 'aria-label': `Remove ${serial}`, onclick: () => this.#bench.remove(card),
        }, 'Remove'))));
    return parts;
  }
}
