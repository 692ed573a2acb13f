// Makes elements from plain values. Text becomes text nodes only, so that nothing from the database can
// become markup.

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

// Replaces the children of a container. Where the focus was in it, it goes to the new element with the
// same `data-key`, or else to the view's heading: users of a keyboard keep their place.
export function fill(container, ...children) {
  const active = document.activeElement;
  const held = active !== container && container.contains(active);
  const key = held ? active.dataset.key : undefined;
  container.replaceChildren(...nodes(children));
  if (!held) return;
  const heir = (key !== undefined && find(container, key)) || document.querySelector('main h1');
  heir?.focus({preventScroll: true});
}

// The enabled element of that `data-key` in the container; null where there is none.
export function find(container, key) {
  return container.querySelector(`[data-key="${CSS.escape(key)}"]:not([disabled])`);
}

// The text with <wbr> where a line may break: after . _ / - and before @.
export function breakable(text) {
  return text.split(/(?<=[._/-])|(?=@)/).flatMap((part, i) => (i === 0 ? [part] : [document.createElement('wbr'), part]));
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
