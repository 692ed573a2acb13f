// The page's routes, in the address after the #: '#/' the list, with its filters as a query, and '#/<id>' one
// backup.

const uuid = /^#\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

export function place() {
  const match = uuid.exec(location.hash);
  if (match) return {name: 'detail', id: match[1].toLowerCase()};
  const query = location.hash.indexOf('?');
  return {name: 'list', query: new URLSearchParams(query < 0 ? '' : location.hash.slice(query + 1))};
}

export const listHref = '#/';

export function detailHref(id) {
  return `#/${id}`;
}

export function go(href) {
  location.hash = href;
}

// Writes the list's filters into the address without a new entry in the history.
export function replaceQuery(query) {
  const text = query.toString();
  history.replaceState(null, '', text === '' ? '#/' : `#/?${text}`);
}

export function onPlace(listener) {
  addEventListener('hashchange', listener);
}
