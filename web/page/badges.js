// A backup's state as a badge, and the words for its kind and its requester.

import {h} from './dom.js';
import {icon} from './icons.js';
import {t} from './i18n.js';

// 'running', 'failed', 'removed' or 'done'.
export function stateOf(backup) {
  return backup.status === 'done' && backup.deleted_at !== null ? 'removed' : backup.status;
}

const icons = {running: 'clock', done: 'check', failed: 'cross', removed: 'removed'};

export function stateBadge(backup) {
  const state = stateOf(backup);
  return h('span', {class: `badge badge-${state}`}, icon(icons[state]), t(`state.${state}`));
}

export function marks(backup) {
  return [
    backup.held && h('span', {class: 'mark'}, icon('hold'), t('mark.held')),
    backup.verified_ok === true && h('span', {class: 'mark mark-good'}, icon('shield'), t('mark.verified')),
    backup.verified_ok === false && h('span', {class: 'mark mark-bad'}, icon('warning'), t('mark.damaged')),
  ];
}

export function kindText(backup) {
  return t(`kind.${backup.kind}`);
}

// Who asked for the backup. For a scheduled one the address would add nothing to its kind.
export function requesterText(backup) {
  return backup.kind === 'scheduled' ? t('requester.schedule') : backup.requested_by_email;
}
