// Elements from plain values. Text only ever becomes text nodes, so nothing that comes from the
// database can turn into markup.

// h('a', {class: 'x', href: '#/', onclick: f}, 'text', [more], null): an element. An attribute that
// is null, undefined or false is left out, true stands alone; `on…` takes functions.
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) setAttribute(element, key, value);
  element.append(...nodes(children));
  return element;
}

function setAttribute(element, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === 'function') element.addEventListener(key.slice(2), value);
  else element.setAttribute(key, value === true ? '' : String(value));
}

function nodes(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

// Puts new children into a container. Who had the focus there gets it back where its `data-key`
// still exists, and else goes to the view's heading: a refresh takes no reader's place away.
export function fill(container, ...children) {
  const active = document.activeElement;
  const held = active !== container && container.contains(active);
  const key = held ? active.dataset.key : undefined;
  container.replaceChildren(...nodes(children));
  if (!held) return;
  const heir = (key !== undefined && find(container, key)) || document.querySelector('main h1');
  heir?.focus({preventScroll: true});
}

// What can be focused there; null where nothing can.
export function find(container, key) {
  return container.querySelector(`[data-key="${CSS.escape(key)}"]:not([disabled])`);
}

// The text with places where a line may end: behind the joints of addresses and names.
export function breakable(text) {
  return text.split(/(?<=[._/-])|(?=@)/).flatMap((part, i) => (i === 0 ? [part] : [document.createElement('wbr'), part]));
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
