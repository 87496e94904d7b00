import type { TFunction } from 'i18next';
import type { CommittedEvent } from '../api/types';
import { en } from '../i18n/en';

type EventTypeKey = keyof typeof en.eventType;

const keyOf = (type: string): string => type.replaceAll('.', '_');

const isKnown = (key: string): key is EventTypeKey => key in en.eventType;

/** The name of an event type in the reader's words; a type of a later version stands as it came. */
export function eventName(t: TFunction, type: string): string {
  const key = keyOf(type);
  return isKnown(key) ? t(`eventType.${key}`) : type;
}

export type EventFamily = 'stock' | 'sale' | 'visit' | 'device' | 'gap' | 'sample';

export function familyOf(type: string): EventFamily {
  const head = type.slice(0, type.indexOf('.'));
  switch (head) {
    case 'stock':
      return 'stock';
    case 'visit':
    case 'vip':
    case 'consent':
      return 'visit';
    case 'buffer':
      return 'gap';
    case 'device':
      return type === 'device.sample' ? 'sample' : 'device';
    case 'gateway':
      return 'sample';
    default:
      return 'sale';
  }
}

const joined = (...parts: unknown[]): string => parts.filter((part) => typeof part === 'string' || typeof part === 'number').join(' ');

/** What an event is about, out of the members its type must have; empty where nothing can be said in a line. */
export function eventGist(event: CommittedEvent): string {
  if (typeof event.data !== 'object' || event.data === null) {
    return '';
  }

  const data = event.data as Record<string, unknown>;
  switch (event.type) {
    case 'goods.weighed':
      return joined(data['net'], data['unit'], data['sku']);
    case 'sale.recorded':
    case 'sale.returned':
      return yuan(data['total_fen']);
    case 'scan.read':
      return joined(data['symbology'], data['text']);
    case 'stock.plate.ambiguous':
      return joined(signed(data['change']), data['unit']);
    case 'stock.item.taken':
    case 'stock.item.returned':
      return joined(data['sku'], '×', data['count']);
    case 'stock.level.low':
    case 'stock.level.restored':
      return joined(data['sku'], data['on_hand'], '/', data['threshold']);
    case 'device.sample':
      return joined(data['weight'] ?? data['grams'], data['weight'] === null ? null : data['unit'] ?? (data['kind'] === 'plate' && data['grams'] !== null ? 'g' : null));
    case 'buffer.gap':
      return `${joined(data['first'])}–${joined(data['last'])} ${joined(data['why'])}`;
    default:
      return joined(data['reason'] ?? data['member'] ?? data['zone'] ?? data['job'] ?? data['stable_name']);
  }
}

const signed = (change: unknown): unknown => (typeof change === 'string' && !change.startsWith('-') ? `+${change}` : change);

const yuan = (fen: unknown): string => (typeof fen === 'number' ? `¥${(fen / 100).toFixed(2)}` : '');
