// The page is built from elements, never from strings of markup, so no text that came from outside is ever parsed.

const svgNamespace = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** An HTML element: `html('button', { class: 'key', onclick: press }, 'Press')`. */
export function html(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(svgNamespace, tag), attributes, children);
}

/** The element with this id, which index.html is known to have. */
export function byID(id) {
  return document.getElementById(id);
}

/** Sets text or attribute only when it differs, so that an unchanged card costs no layout. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Shows a problem where it happened, or clears it with `undefined`. */
export function showProblem(element, problem) {
  element.hidden = problem === undefined;
  setText(element, problem === undefined ? '' : problem.message);
}

/** Says something through the polite live region; `language` when it is not English. */
export function announce(text, language = 'en') {
  byID('announcer').replaceChildren(html('span', { lang: language }, text));
}

/** Puts text on the clipboard; browsers offer the modern way on secure origins only. */
export async function copyText(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const before = document.activeElement;
  const field = html('textarea', { class: 'hidden', readonly: true }, text);
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  before?.focus();
  if (!copied) throw new Error('This browser did not allow copying.');
}

/** Copies for a button that was pressed, and says there that it did; `told` gets the problem, or undefined. */
export async function copyWithNotice(button, text, told) {
  const before = button.dataset.label ?? button.textContent;
  button.dataset.label = before;
  try {
    await copyText(text);
    told(undefined);
    setText(button, 'Copied');
    announce('Copied');
    setTimeout(() => setText(button, before), 1200);
  } catch (problem) {
    told(problem);
  }
}

/** Hands a file to the person, as the browser's own download. */
export function saveFile(name, blob) {
  const address = URL.createObjectURL(blob);
  html('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
