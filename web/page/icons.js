// Line icons of 20 × 20. They are decoration only: there is always text beside them.

const shapes = {
  archive: 'M3 4h14v3.5H3zM4.5 7.5V16h11V7.5M8 10.75h4',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  check: 'M4.5 10.5 8.5 14.5 15.5 6',
  close: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6.25V10l2.75 1.75',
  cross: 'M6 6l8 8M14 6l-8 8',
  disk: 'M4 11.5 5.75 4.5h8.5L16 11.5v4H4zM4 11.5h12M13 13.5h.5',
  download: 'M10 3.5v8.75M6.25 8.75 10 12.5l3.75-3.75M4 16h12',
  hold: 'M5.5 3.5h9v13L10 13l-4.5 3.5z',
  lock: 'M5 9h10v7.5H5zM7 9V6.75a3 3 0 0 1 6 0V9M10 12v1.5',
  offline: 'M3 8.5A10.5 10.5 0 0 1 10 6c2.6 0 5 .9 7 2.5M5.75 11.75A6.5 6.5 0 0 1 10 10.2c1.6 0 3 .5 4.25 1.55M10 15h.01M4 3.5l12 13',
  play: 'M6.5 4.5v11l9-5.5z',
  removed: 'M4 10h12',
  shield: 'M10 3 4.5 5v4.5c0 3.4 2.2 6.1 5.5 7.5 3.3-1.4 5.5-4.1 5.5-7.5V5zM7.5 10l1.75 1.75L12.75 8',
  stop: 'M5.5 5.5h9v9h-9z',
  trash: 'M4 5.5h12M8 5.5V3.75h4V5.5M5.5 5.5l.75 11h7.5l.75-11M8.5 8.5v5M11.5 8.5v5',
  warning: 'M10 3.5 17.25 16H2.75zM10 8.25v3.5M10 13.75h.01',
};

const svg = 'http://www.w3.org/2000/svg';

export function icon(name) {
  const root = document.createElementNS(svg, 'svg');
  root.setAttribute('viewBox', '0 0 20 20');
  root.setAttribute('class', `icon icon-${name}`);
  root.setAttribute('aria-hidden', 'true');
  root.setAttribute('focusable', 'false');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', shapes[name]);
  root.append(path);
  return root;
}
