// Made-up goods, levels and moves for the mock.
const hour = 3_600_000;
export const ago = (ms) => new Date(Date.now() - ms).toISOString();
export const ahead = (ms) => new Date(Date.now() + ms).toISOString();
export const day = 24 * hour;

const names = [
  ['cola-330', '可口可乐 330 毫升 罐装', '6901939621257', 'Drinks', 210, 350], ['oat-milk-1l', 'Oat milk 1 L', '6925303721367', 'Drinks', 1_180, 1_980],
  ['jasmine-tea', '茉莉花茶 500 毫升', '6902083881405', 'Drinks', 240, 400], ['sparkling-500', 'Sparkling water 500 ml', '6921168509256', 'Drinks', 180, 300],
  ['orange-juice', 'Orange juice, cold pressed, 250 ml', '6907992100272', 'Drinks', 620, 1_080], ['choc-72', 'Dark chocolate 72 %', '4607015234567', 'Sweets', 890, 1_680],
  ['mooncake-box', '中秋月饼礼盒（六枚）', '6911316200017', 'Sweets', 9_800, 16_800], ['rice-5kg', '東北大米 5 公斤', '6922507800123', 'Grocery', 3_900, 5_990],
  ['noodles-beef', 'Instant noodles, beef', '6920208903214', 'Grocery', 310, 550], ['soy-sauce', '特级生抽 500 毫升', '6902265360018', 'Grocery', 760, 1_290],
  ['apples-loose', 'Apples, loose', null, 'Fresh', 780, 1_380, 'gram'], ['cherries', '智利车厘子（散装）', null, 'Fresh', 4_200, 7_980, 'gram'],
  ['almonds', 'Almonds, roasted, by weight', null, 'Fresh', 5_600, 9_800, 'gram'], ['yoghurt-150', 'Yoghurt 150 g', '6907868581234', 'Chilled', 280, 490],
  ['milk-950', '鲜牛奶 950 毫升', '6907992503899', 'Chilled', 890, 1_450], ['cheese-slices', 'Cheese slices, 12', '3073781055214', 'Chilled', 1_350, 2_280],
  ['tissue-3', 'Tissues, 3 packs', '6922868283110', 'Household', 590, 990], ['toothpaste', '牙膏 120 克', '6901070600142', 'Household', 480, 890],
  ['batteries-aa', 'Batteries AA, 4', '6901826888138', 'Household', 720, 1_290], ['umbrella', 'Folding umbrella', '6950890021543', 'Household', 1_900, 3_990],
  ['lip-balm', 'Lip balm, honey', '6958863110276', 'Care', 850, 1_790], ['hand-cream', '护手霜 75 毫升', '6902088605006', 'Care', 690, 1_490],
  ['face-mask', 'Face mask, 10 sheets', '6971485820135', 'Care', 2_100, 3_980], ['gift-wrap', 'Gift wrap', '6949352212345', 'Household', 120, 390],
];

export const products = names.map(([sku, name, gtin, category, costFen, priceFen, unit = 'piece'], index) => ({
  sku, name, gtin, category, unit, costFen, priceFen, active: index !== 23, updatedAt: ago((index + 1) * 3 * day),
}));
export const productOf = (sku) => products.find((product) => product.sku === sku);
export const find = (code) => products.find(({ sku, gtin }) => sku === code || gtin === code);

export const stores = [
  ['store-1', 'Nanjing Road'], ['store-2', '静安寺店'], ['store-3', '信義旗艦店'], ['store-4', 'Harbour Mall'], ['store-5', 'Lujiazui'], ['store-6', '朝阳大悦城店'], ['store-7', 'Old Town'], ['store-8', 'Airport T2'],
].map(([store, name]) => ({ store, name }));
export const nameOf = (store) => stores.find((known) => known.store === store)?.name ?? store;

const mix = (text) => [...text].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 9_973, 7);

const levels = new Map();
for (const { store } of stores) {
  for (const { sku, unit } of products) {
    const scale = unit === 'gram' ? 350 : 1;
    const seed = mix(store + sku);
    const shelf = (seed % 14) * scale;
    const minus = seed % 37 === 0;
    levels.set(`${store} ${sku}`, {
      shelf: minus ? -3 * scale : shelf, backroom: (seed % 5 === 0 ? 0 : seed % 31) * scale, receiving: seed % 11 === 0 ? 12 * scale : 0,
      plate: unit === 'piece' && seed % 4 === 0 ? seed % 9 : null, reserved: seed % 13 === 0 ? scale : 0, incoming: seed % 7 === 0 ? 24 * scale : 0,
      rule: seed % 3 === 0 ? null : { min: 10 * scale, max: 40 * scale, multiple: 6 * scale },
    });
  }
}
export const levelOf = (store, sku) => levels.get(`${store} ${sku}`);

export function stockRow(store, product) {
  const { shelf, backroom, receiving, plate, reserved, incoming, rule } = levelOf(store, product.sku);
  const onHand = shelf + backroom + receiving + (plate ?? 0);
  const available = onHand - reserved;
  const forecast = available + incoming;
  return { store, sku: product.sku, name: product.name, unit: product.unit, onHand, reserved, available, incoming, forecast, min: rule?.min ?? null, max: rule?.max ?? null, low: rule !== null && forecast < rule.min };
}

const kinds = [
  ['shelf', 'basket', 'taken', 'event'], ['shelf', 'customer', 'sale', 'sale'], ['basket', 'shelf', 'returned', 'event'], ['backroom', 'shelf', 'restocked', 'event'], ['vendor', 'receiving', 'receipt', 'purchase'],
  ['receiving', 'backroom', 'moved', 'move'], ['shelf', 'loss', 'counted', 'stocktake'], ['shelf', 'scrap', 'scrapped', 'scrap'], ['transit', 'receiving', 'transfer_received', 'transfer'], ['basket', 'loss', 'not_paid', 'settle'],
];

export function moves(store, product, count = 50) {
  return Array.from({ length: count }, (_, index) => {
    const [from, to, reason, kind] = kinds[(mix(store + product.sku) + index * 3) % kinds.length];
    const evidence = kind === 'event' ? { kind, gateway: 'gw-1', position: 184_600 - index } : { kind, id: kind === 'purchase' ? 'po-2' : kind === 'transfer' ? 'tr-1' : kind === 'stocktake' ? 'st-2' : `0199${index}` };
    return {
      id: `${product.sku}-${index}`, at: ago((index * 47 + 3) * 60_000), store, sku: product.sku, name: product.name, quantity: (1 + (index % 4)) * (product.unit === 'gram' ? 260 : 1), from, toStore: store, to, reason, evidence,
      evidenceText: Object.values(evidence).join('/'), who: kind === 'event' ? 'gateway' : ['Lin Wei', 'Chen Jing', 'till-2'][index % 3],
    };
  });
}

export const page = (rows, url, size = 50) => {
  const from = Number(url.searchParams.get('after') ?? 0);
  const limit = Math.min(Number(url.searchParams.get('limit') ?? size), size);
  return { rows: rows.slice(from, from + limit), next: from + limit < rows.length ? String(from + limit) : null };
};
