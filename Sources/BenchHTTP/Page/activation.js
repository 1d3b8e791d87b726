// The panel that plays the holder's part at an activation service: serial number and first code, then later codes.

import { Problem, call, devicePath, download } from './api.js';
import { announce, byID, html, setAttribute, setText } from './dom.js';

const addressKey = 'mitid-bench-activation';
const tokenKey = 'mitid-bench-activation-token';

/** The other service: it has an address and, if it wants one, a token of its own. */
class ActivationService {
  constructor(address, token) {
    this.address = address.replace(/\/+$/, '');
    this.token = token;
  }

  async send(method, path, body, type = 'application/json') {
    const headers = { 'Content-Type': type };
    if (this.token !== '') headers.Authorization = `Bearer ${this.token}`;
    let response;
    try {
      response = await fetch(`${this.address}${path}`, { method, headers, body: body instanceof Blob ? body : JSON.stringify(body) });
    } catch {
      throw new Problem(
        `Nothing answers at ${this.address}, or it does not let this page in: mitid-activation serve --page-origin ${location.origin}`,
        'unreachable');
    }
    if (!response.ok) throw await Problem.from(response);
    return response.status === 204 ? undefined : response.json();
  }
}

export class ActivationPanel {
  #dialog = byID('activation');
  #form = byID('activation-form');
  #steps = byID('activation-steps');
  #serial;
  #mainButton;
  /** The last code that was sent: it counts once only. */
  #lastCode;
  #busy = false;

  constructor() {
    const { address, token } = this.#form.elements;
    address.value = localStorage.getItem(addressKey) ?? `http://${location.hostname}:8471`;
    token.value = sessionStorage.getItem(tokenKey) ?? '';
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (event.submitter?.value === 'close') this.#dialog.close();
      else this.#run(event.submitter?.value === 'verify' ? () => this.#verify() : () => this.#activate());
    });
  }

  /** Opens the panel for a device of one of the two kinds that show codes. */
  open(device) {
    this.#serial = device.serialNumber;
    this.#lastCode = undefined;
    this.#mainButton = device.kind === 'audio-code-reader' ? 'red' : 'main';
    setText(byID('activation-title'), `Activate ${device.name ? `${device.name}, ` : ''}${device.serialNumber}`);
    this.#steps.replaceChildren();
    const { userID } = this.#form.elements;
    if (userID.value === '') userID.value = `tester-${device.serialNumber}`;
    this.#dialog.showModal();
  }

  get #service() {
    const { address, token } = this.#form.elements;
    localStorage.setItem(addressKey, address.value);
    sessionStorage.setItem(tokenKey, token.value);
    return new ActivationService(address.value, token.value);
  }

  async #run(work) {
    if (this.#busy) return;
    this.#busy = true;
    setAttribute(this.#form, 'aria-busy', 'true');
    this.#steps.replaceChildren();
    try {
      await work();
    } catch (problem) {
      this.#tell('no', problem.message);
    } finally {
      this.#busy = false;
      this.#form.removeAttribute('aria-busy');
    }
  }

  #tell(kind, words) {
    this.#steps.append(html('li', { class: kind }, words));
    announce(words);
  }

  async #activate() {
    const service = this.#service;
    const { userID, password, handOver, createUser } = this.#form.elements;
    if (handOver.checked) {
      const keys = await download(`/v1/pskc?serial=${encodeURIComponent(this.#serial)}`);
      const { imported, duplicates, rejected } = await service.send('POST', '/v1/imports', keys, 'application/pskc+xml');
      if (rejected.length > 0) throw new Problem(`The service rejects the key: ${rejected[0].reason}`, 'rejected');
      this.#tell('yes', imported > duplicates ? 'The service has the device’s key now.' : 'The service had the device’s key already.');
    }
    if (createUser.checked) {
      try {
        await service.send('POST', '/v1/users', { userID: userID.value, password: password.value });
        this.#tell('yes', `User ${userID.value} is made.`);
      } catch (problem) {
        if (problem.status !== 409) throw problem;
        this.#tell('yes', `User ${userID.value} was there.`);
      }
    }
    const code = await this.#press();
    const answer = await service.send('POST', '/v1/activations', {
      userID: userID.value, password: password.value, serialNumber: this.#serial, code,
    });
    this.#tell('yes', `Activated. A login with it is ${answer.amr.join(' and ')}, assurance level ${answer.assuranceLevel}.`);
  }

  async #verify() {
    const service = this.#service;
    const code = await this.#press();
    await service.send('POST', '/v1/verifications', { serialNumber: this.#serial, code });
    this.#tell('yes', 'Accepted. The same code is refused from now on.');
  }

  /** A fresh code: a device that is lit goes dark only with time, so the reader is turned off, and a display read as it is. */
  async #press() {
    let device = await call('POST', devicePath(this.#serial, 'buttons', this.#mainButton), { action: 'press' });
    if (!device.display.lit) device = await call('POST', devicePath(this.#serial, 'buttons', this.#mainButton), { action: 'press' });
    const { text } = device.display;
    if (!/^\d+$/.test(text)) throw new Problem('The device shows no code: see its battery, clock and faults.', 'no-code');
    this.#tell('yes', `It shows ${text}.`);
    if (text === this.#lastCode) this.#tell('no', 'That is the code from before, and no code counts twice: wait for the next time step, or move the clock by 30 s.');
    this.#lastCode = text;
    return text;
  }
}
