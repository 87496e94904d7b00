import type { paths } from '../src/api/schema';
import type { Account, AuditEntry, Delivery, Me, Place, Provider, Region, Token, Webhook } from '../src/api/access';
import type { Bundle, Campaign, CampaignGateway } from '../src/api/campaigns';
import type { Consents, ConsentRow, ConsentText, Customer, CustomerPage, Duplicate, TimelineEntry } from '../src/api/customers';
import type { ConfigChanges, ConfigVersion, GatewayCommand } from '../src/api/gateways';
import type { StoreGroup, TemplateRow, TemplateVersion } from '../src/api/templates';
import type { FleetPage, FleetPlace, FleetSummary } from '../src/api/health';
import type { ImportRow, ImportView } from '../src/api/imports';
import type { Budget, PlanogramVersion, PlanogramView, Purchase, PurchaseSummary, ReplenishmentRow, Supplier, SupplierPerformance, SupplierProduct } from '../src/api/orders';
import type { Overview } from '../src/api/overview';
import type { InboxRow, LevelCounts, Points, ProgrammeView, Sale, SaleRow, SalesSummary, Voucher } from '../src/api/sales';
import type { Books, Nearby, Product, Scrapped, Shelves, StockAlarm, StockCard, StockMove, StockRow, StocktakeRow, Stocktake, StorePlace, Transfer, Turnover } from '../src/api/stock';
import type { Arrival, HeatMap, VisitSummary } from '../src/api/visits';

/** What headquarters' document says that it answers. */
type Answer<P extends keyof paths> = paths[P] extends { get: { responses: { 200: { content: { 'application/json': infer A } } } } } ? A : never;

/** Without what the document does not say: which words a text may be, what is computed (it calls that optional), and a gateway's own planogram. */
type Loose<T> = T extends string
  ? string
  : T extends readonly (infer E)[]
    ? readonly Loose<E>[]
    : T extends object
      ? { readonly [K in Exclude<keyof T, 'planogram'>]-?: Loose<Exclude<T[K], undefined>> }
      : T;

/** Does not compile where headquarters does not answer what the pages read. */
const reads = <P extends keyof paths, Wanted>(..._: Loose<Answer<P>> extends Loose<Wanted> ? [] : [never, Loose<Answer<P>>, Loose<Wanted>]): void => undefined;

interface Rows<T> { readonly rows: readonly T[]; readonly next: string | null }

reads<'/api/me', Me>();
reads<'/api/fleet', FleetPage>();
reads<'/api/fleet/map', readonly FleetPlace[]>();
reads<'/api/fleet/summary', FleetSummary>();
reads<'/api/session/providers', readonly Provider[]>();
reads<'/api/accounts', { accounts: readonly Account[]; next: string | null }>();
reads<'/api/tokens', { tokens: readonly Token[] }>();
reads<'/api/regions', readonly Region[]>();
reads<'/api/places', readonly Place[]>();
reads<'/api/audit', { entries: readonly AuditEntry[]; next: string | null }>();
reads<'/api/bundles', readonly Bundle[]>();
reads<'/api/campaigns', readonly Campaign[]>();
reads<'/api/campaigns/{campaign}', Campaign>();
reads<'/api/campaigns/{campaign}/gateways', readonly CampaignGateway[]>();
reads<'/api/webhooks', readonly Webhook[]>();
reads<'/api/webhooks/{id}/deliveries', { deliveries: readonly Delivery[] }>();
reads<'/api/customers', CustomerPage>();
reads<'/api/customers/{id}', Customer>();
reads<'/api/customers/{id}/timeline', { entries: readonly TimelineEntry[]; next: string | null }>();
reads<'/api/customers/{id}/consents', Consents>();
reads<'/api/customers/duplicates', { duplicates: readonly Duplicate[]; next: string | null }>();
reads<'/api/consents', { consents: readonly ConsentRow[]; next: string | null }>();
reads<'/api/consents/texts', { texts: readonly ConsentText[] }>();
reads<'/api/imports', { imports: readonly ImportView[]; next: string | null }>();
reads<'/api/imports/{id}', ImportView>();
reads<'/api/imports/{id}/rows', { rows: readonly ImportRow[] }>();
reads<'/api/replenishment', Rows<ReplenishmentRow>>();
reads<'/api/suppliers', Rows<Supplier>>();
reads<'/api/suppliers/{id}/products', Rows<SupplierProduct>>();
reads<'/api/suppliers/{id}/performance', SupplierPerformance>();
reads<'/api/purchases', Rows<PurchaseSummary>>();
reads<'/api/purchases/{id}', Purchase>();
reads<'/api/budgets/{store}', Budget>();
reads<'/api/planograms/{store}', readonly PlanogramView[]>();
reads<'/api/planograms/{store}/{gateway}', PlanogramView>();
reads<'/api/planograms/{store}/{gateway}/versions', readonly PlanogramVersion[]>();
reads<'/api/overview', Overview>();
reads<'/api/sales', { sales: readonly SaleRow[]; next: string | null }>();
reads<'/api/sales/{id}', Sale>();
reads<'/api/sales/inbox', { rows: readonly InboxRow[] }>();
reads<'/api/sales/summary', SalesSummary>();
reads<'/api/customers/{id}/points', Points>();
reads<'/api/vouchers', { vouchers: readonly Voucher[]; next: string | null }>();
reads<'/api/programme', Omit<ProgrammeView, 'programme'>>();
reads<'/api/members/levels', LevelCounts>();
reads<'/api/products', Rows<Product>>();
reads<'/api/stock', Rows<StockRow>>();
reads<'/api/stock/{store}/{sku}', StockCard>();
reads<'/api/stock/moves', Rows<StockMove>>();
reads<'/api/stock/books', Books>();
reads<'/api/shelves/{store}', Shelves>();
reads<'/api/stock/scrapped', Scrapped>();
reads<'/api/stock/alarms', Rows<StockAlarm>>();
reads<'/api/transfers', Rows<Transfer>>();
reads<'/api/transfers/{id}', Transfer>();
reads<'/api/stocktakes', Rows<StocktakeRow>>();
reads<'/api/stocktakes/{id}', Stocktake>();
reads<'/api/stock/{store}/locations', { rows: readonly StorePlace[] }>();
reads<'/api/stock/nearby', Nearby>();
reads<'/api/stock/turnover', Turnover>();
reads<'/api/visits/heatmap', HeatMap>();
reads<'/api/visits/arrivals', { arrivals: readonly Arrival[]; next: string | null }>();
reads<'/api/visits/summary', VisitSummary>();
reads<'/api/gateways/{gateway}/commands', readonly Omit<GatewayCommand, 'body'>[]>();
reads<'/api/gateways/{gateway}/config/versions', { versions: readonly ConfigVersion[]; next: number | null }>();
reads<'/api/gateways/{gateway}/config/versions/{version}/changes', ConfigChanges>();
reads<'/api/groups', readonly StoreGroup[]>();
reads<'/api/templates', readonly TemplateRow[]>();
reads<'/api/templates/{template}/versions', readonly TemplateVersion[]>();
