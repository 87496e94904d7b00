import { inThree } from '../inThree';

/** What goods, places and quantities are called, on every page alike. */
export const goods = inThree({
  product: ['Product', '商品', '商品'],
  sku: ['SKU', '货号', '貨號'],
  code: ['Barcode', '条码', '條碼'],
  onHand: ['On hand', '在库', '在庫'],
  reserved: ['Reserved', '已预留', '已預留'],
  available: ['Available', '可用', '可用'],
  incoming: ['Incoming', '在途', '在途'],
  forecast: ['Forecast', '预计', '預計'],
  min: ['Min', '下限', '下限'],
  max: ['Max', '上限', '上限'],
  minMax: ['Min / max', '下限 / 上限', '下限 / 上限'],
  multiple: ['In steps of', '订货倍数', '訂貨倍數'],
  low: ['Low', '偏低', '偏低'],
  negative: ['Below zero', '低于零', '低於零'],
  negativeHelp: ['More left than the books had here. Count it: something was not booked.', '出库数量超过账面数量。请盘点：有业务没有入账。', '出庫數量超過帳面數量。請盤點：有業務沒有入帳。'],
  enough: ['Enough', '充足', '充足'],
  noRule: ['no rule', '未设规则', '未設規則'],
  where: ['Where', '位置', '位置'],
  from: ['From', '从', '從'],
  to: ['To', '到', '到'],
  supplier: ['Supplier', '供应商', '供應商'],
  cost: ['Cost', '成本', '成本'],
  price: ['Price', '售价', '售價'],
  category: ['Category', '类别', '類別'],
  piece: ['pieces', '按件', '按件'],
  gram: ['by weight', '按重量', '按重量'],
  findProduct: ['Find by name or code', '按名称或条码查找', '按名稱或條碼查找'],
  chooseProduct: ['Choose a product', '选择商品', '選擇商品'],
});

/** Where goods can be. */
export const place = inThree({
  vendor: ['Supplier', '供应商', '供應商'],
  receiving: ['Delivery bay', '收货区', '收貨區'],
  shelf: ['Shelf', '货架', '貨架'],
  plate: ['Plate {{name}}', '层板 {{name}}', '層板 {{name}}'],
  backroom: ['Backroom', '后仓', '後倉'],
  basket: ['In customers’ hands', '顾客手中', '顧客手中'],
  customer: ['Sold', '已售', '已售'],
  loss: ['Lost or found', '盘亏盘盈', '盤虧盤盈'],
  scrap: ['Written off', '已报损', '已報廢'],
  transit: ['On the road', '运输途中', '運送途中'],
});

/** Why goods moved; headquarters names the reason. */
export const moved = inThree({
  taken: ['Taken from the shelf', '顾客取走', '顧客取走'],
  returned: ['Put back on the shelf', '顾客放回', '顧客放回'],
  restocked: ['Restocked', '补货上架', '補貨上架'],
  plate_count: ['The plate counted differently', '层板称重数不同', '層板稱重數不同'],
  counted: ['Stocktake', '盘点', '盤點'],
  already_counted: ['Already in the count', '盘点时已计入', '盤點時已計入'],
  sale: ['Sold', '销售', '銷售'],
  sale_return: ['Brought back', '退货', '退貨'],
  plated: ['Put on a plate', '放上层板', '放上層板'],
  not_paid: ['Taken, not paid', '取走未付款', '取走未付款'],
  unseen_sale: ['Sold, not seen leaving', '已售，未见取走', '已售，未見取走'],
  paid_later: ['Paid later', '稍后付款', '稍後付款'],
  seen_later: ['Seen later', '稍后识别', '稍後識別'],
  receipt: ['Delivered', '到货', '到貨'],
  scrapped: ['Written off', '报损', '報廢'],
  moved: ['Moved by hand', '人工移动', '人工移動'],
  shipped: ['Sent to another store', '发往其他门店', '發往其他門市'],
  transfer_received: ['Came from another store', '其他门店调入', '其他門市調入'],
  transfer_lost: ['Lost on the way', '途中丢失', '途中遺失'],
  transfer_found: ['Found at the sender', '在发货门店找回', '在發貨門市找回'],
});

export const find = inThree({
  title: ['Is it in stock?', '有货吗？', '有貨嗎？'],
  lead: ['Scan the product or type part of its name. You see this store first, then the stores nearby.', '扫描商品，或输入名称的一部分。先显示本店，再显示附近门店。', '掃描商品，或輸入名稱的一部分。先顯示本店，再顯示附近門市。'],
  searching: ['Looking for it', '查找中', '查找中'],
  nothing: ['No product has this name or code', '没有此名称或条码的商品', '沒有此名稱或條碼的商品'],
  nothingHelp: ['“{{code}}” is not among the products. Check the label, or add it under Products.', '商品中没有“{{code}}”。请核对标签，或在“商品”中添加。', '商品中沒有「{{code}}」。請核對標籤，或在「商品」中新增。'],
  ready: ['Ready to scan', '可以扫码了', '可以掃碼了'],
  readyHelp: ['Point the scanner at a barcode. You need not tap anything.', '将扫码枪对准条码即可，无需点按。', '將掃碼槍對準條碼即可，不必點按。'],
  found: ['Products found', '找到的商品', '找到的商品'],
});

export const proof = inThree({
  title: ['Evidence', '凭据', '憑據'],
  lead: ['The event as the gateway sent it and headquarters has kept it. Nobody can change it.', '网关发送、总部留存的原始事件，任何人都不能更改。', '閘道器傳送、總部留存的原始事件，任何人都不能更改。'],
  loading: ['Loading the event', '正在加载事件', '正在載入事件'],
  missing: ['This event is not kept here', '这里没有留存此事件', '這裡沒有留存此事件'],
  missingHelp: ['It may have been cleared after its time, or it belongs to another store.', '可能已超过保存期限，或属于其他门店。', '可能已超過保存期限，或屬於其他門市。'],
});
