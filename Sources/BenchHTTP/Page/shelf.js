// The devices on the page: which there are, in which order, which are drawn, which are found.

import { byID, html, setText } from './dom.js';
import { DeviceCard } from './card.js';
import { ChipCard } from './chipcard.js';

/** The kinds of device, each in a section of its own. */
export const kindNames = { 'code-display': 'Code display', 'audio-code-reader': 'Audio code reader', chip: 'Chip' };

/** Up to this many are drawn even before they come into view, so that the browser's own search finds them. */
const drawnAhead = 400;

/** No more than this many are laid out at a time; the others are a search away. */
const laidOut = 1000;

const order = new Intl.Collator('en', { numeric: false });

/** A place on the page; its card is drawn when it comes near the view. */
class Place {
  constructor(device) {
    this.device = device;
    this.card = undefined;
    this.words = `${device.serialNumber} ${device.name ?? ''}`.toLowerCase();
    this.element = html('li', { class: `place ${device.kind}`, 'data-serial': device.serialNumber });
  }
}

export class Shelf {
  #bench;
  #places = new Map();
  #dirty = new Set();
  #isDrawing = false;
  #isIdle = true;
  #isFiltering = false;
  #find = byID('find');
  #watch = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) if (isIntersecting) this.#draw(this.#places.get(target.dataset.serial));
  }, { rootMargin: '800px' });

  constructor(bench) {
    this.#bench = bench;
    this.#find.addEventListener('input', () => this.#filter());
    byID('find-form').addEventListener('submit', (event) => {
      event.preventDefault();
      for (const place of this.#places.values()) if (!place.element.hidden) return this.focus(place.device.serialNumber);
    });
    for (const list of document.querySelectorAll('.cards')) {
      list.addEventListener('contentvisibilityautostatechange', (event) => {
        if (!event.skipped) this.#places.get(event.target.dataset?.serial)?.card?.drawnAgain();
      }, true);
      list.addEventListener('keydown', (event) => this.#cardOf(event.target)?.keyDown(event));
      list.addEventListener('keyup', (event) => this.#cardOf(event.target)?.keyUp(event));
      list.addEventListener('focusout', (event) => {
        const card = this.#cardOf(event.target);
        if (card !== undefined && !card.element.contains(event.relatedTarget)) card.focusLeft();
      });
    }
  }

  get size() {
    return this.#places.size;
  }

  /** Makes the page agree with the bench's whole list. */
  replaceAll(devices) {
    const known = devices.filter((device) => device.kind in kindNames);
    const serials = new Set(known.map((device) => device.serialNumber));
    for (const serial of [...this.#places.keys()]) if (!serials.has(serial)) this.#take(serial);
    const fresh = new Map(Object.keys(kindNames).map((kind) => [kind, []]));
    for (const device of known.sort((a, b) => order.compare(a.serialNumber, b.serialNumber))) {
      if (this.#places.has(device.serialNumber)) {
        this.#update(device.serialNumber, device);
        this.#places.get(device.serialNumber).card?.showProblem(undefined);
      } else fresh.get(device.kind).push(this.#place(device));
    }
    for (const [kind, places] of fresh) {
      const list = this.#list(kind);
      if (list.childElementCount === 0) list.append(...places.map((place) => place.element));
      else for (const place of places) this.#insert(place);
    }
    this.#filter();
  }

  /** A device was added or is now so. */
  put(device) {
    if (!(device.kind in kindNames)) return;
    if (this.#places.has(device.serialNumber)) return this.#update(device.serialNumber, device);
    this.#insert(this.#place(device));
    this.#filterSoon();
  }

  /** A part of a device is now so: its display, its speech, the buttons held down. */
  change(serial, part) {
    if (this.#places.has(serial)) this.#update(serial, part);
  }

  device(serial) {
    return this.#places.get(serial)?.device;
  }

  remove(serial) {
    if (!this.#places.has(serial)) return;
    const { element } = this.#places.get(serial);
    const hadFocus = element.contains(document.activeElement);
    const shown = hadFocus ? [...element.parentElement.querySelectorAll(':scope > li:not([hidden])')] : [];
    const at = shown.indexOf(element);
    const next = shown[at + 1] ?? shown[at - 1];
    this.#take(serial);
    this.#filterSoon();
    if (!hadFocus) return;
    if (next === undefined) byID('devices').focus();
    else this.focus(next.dataset.serial);
  }

  /** Brings a device into view with the focus on its main button, whatever was filtered. */
  focus(serial) {
    const place = this.#places.get(serial);
    if (place === undefined) return;
    this.#draw(place);
    if (!place.words.includes(this.#wanted)) this.#find.value = '';
    this.#filter();
    place.element.scrollIntoView({ block: 'nearest' });
    place.card.mainButton.focus({ focusVisible: true });
  }

  /** The card under the focus, if any. */
  get focusedCard() {
    return this.#cardOf(document.activeElement);
  }

  tick() {
    for (const panel of document.querySelectorAll('details.panel[open]')) this.#cardOf(panel)?.tick();
  }

  clockChanged() {
    for (const place of this.#places.values()) place.card?.renderTimeLeft();
    this.tick();
  }

  #cardOf(element) {
    return this.#places.get(element?.closest('.place')?.dataset.serial)?.card;
  }

  #list(kind) {
    return byID(`${kind}s`).querySelector('ul');
  }

  #place(device) {
    const place = new Place(device);
    this.#places.set(device.serialNumber, place);
    this.#watch.observe(place.element);
    this.#drawAhead();
    return place;
  }

  /** In serial-number order, found by halving: a list of thousands is not walked for one device. */
  #insert(place) {
    const list = this.#list(place.device.kind).children;
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order.compare(list[middle].dataset.serial, place.device.serialNumber) < 0) low = middle + 1;
      else high = middle;
    }
    this.#list(place.device.kind).insertBefore(place.element, list[low] ?? null);
  }

  #take(serial) {
    const place = this.#places.get(serial);
    this.#watch.unobserve(place.element);
    place.element.remove();
    this.#places.delete(serial);
    this.#dirty.delete(place);
  }

  #update(serial, part) {
    const place = this.#places.get(serial);
    if (place.card === undefined) {
      Object.assign(place.device, part);
      return;
    }
    place.card.update(part);
    this.#dirty.add(place);
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      for (const changed of this.#dirty) changed.card.render();
      this.#dirty.clear();
    });
  }

  #draw(place) {
    if (place === undefined || place.card !== undefined) return;
    const Card = place.device.kind === 'chip' ? ChipCard : DeviceCard;
    place.card = new Card(place.device, this.#bench);
    place.element.append(place.card.element);
    this.#watch.unobserve(place.element);
  }

  #drawAhead() {
    if (!this.#isIdle || this.#places.size > drawnAhead) return;
    this.#isIdle = false;
    const later = window.requestIdleCallback ?? ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 30));
    const work = (idle) => {
      if (this.#places.size <= drawnAhead) {
        for (const place of this.#places.values()) {
          if (idle.timeRemaining() < 2) return later(work);
          this.#draw(place);
        }
      }
      this.#isIdle = true;
    };
    later(work);
  }

  get #wanted() {
    return this.#find.value.trim().toLowerCase();
  }

  /** A script may add hundreds in a second; the page is counted anew once a frame. */
  #filterSoon() {
    if (this.#isFiltering) return;
    this.#isFiltering = true;
    requestAnimationFrame(() => {
      this.#isFiltering = false;
      this.#filter();
    });
  }

  #filter() {
    const wanted = this.#wanted;
    let found = 0;
    const shown = new Map(Object.keys(kindNames).map((kind) => [kind, 0]));
    for (const place of this.#places.values()) {
      const matches = place.words.includes(wanted);
      if (matches) found += 1;
      place.element.hidden = !matches || (found > laidOut && place.card === undefined);
      if (!matches) continue;
      shown.set(place.device.kind, shown.get(place.device.kind) + 1);
    }
    for (const [kind, count] of shown) byID(`${kind}s`).hidden = count === 0;
    byID('empty').hidden = this.size > 0;
    byID('tools').hidden = this.size === 0;
    byID('nothing').hidden = this.size === 0 || (found > 0 && found <= laidOut);
    setText(byID('nothing'), found === 0
      ? `No device has “${this.#find.value.trim()}” in its serial number or name.`
      : `The first ${laidOut} are shown here; find the others by serial number or name.`);
    const total = `${this.size} ${this.size === 1 ? 'device' : 'devices'}`;
    setText(byID('found'), wanted === '' ? total : `${found} of ${total}`);
  }
}
