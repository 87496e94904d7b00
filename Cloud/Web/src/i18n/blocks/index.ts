import type { Language } from '../language';
import { scrap, stocktakes, transfers } from './counting';
import { find, goods, moved, place, proof } from './goods';
import { alarms, books, products, turnover } from './looking';
import { nav } from './nav';
import { orders, purchases, why } from './orders';
import { overview } from './overview';
import { planograms, shelves, suppliers } from './places';
import { session } from './session';
import { stock } from './stock';
import { ui } from './ui';
import { audit } from './audit';
import { consents } from './consents';
import { customer } from './customer';
import { customers } from './customers';
import { erasure } from './erasure';
import { commands, configs } from './commands';
import { campaigns } from './campaigns';
import { fleet } from './fleet';
import { imports } from './imports';
import { merges } from './merges';
import { programme } from './programme';
import { sales } from './sales';
import { settings } from './settings';
import { templates } from './templates';
import { visits } from './visits';

/** The words of each area, its three languages side by side; the member's name is the first part of a key. */
const blocks = {
  nav, session, ui,
  overview, goods, place, moved, find, proof, stock, orders, why, purchases, stocktakes, scrap, transfers, shelves, planograms, suppliers, alarms, turnover, products, books,
  audit, campaigns, commands, configs, consents, customer, customers, erasure, fleet, imports, merges, programme, sales, settings, templates, visits,
};

type Blocks = typeof blocks;

export type BlockWords = { [Area in keyof Blocks]: Blocks[Area]['en'] };

export const blockWords = (language: Language): BlockWords =>
  Object.fromEntries(Object.entries(blocks).map(([area, block]) => [area, block[language]])) as unknown as BlockWords;
