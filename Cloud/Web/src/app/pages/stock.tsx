import {
  AlertOutlined, AppstoreOutlined, BlockOutlined, CloudServerOutlined, CloudUploadOutlined, DeleteOutlined, DiffOutlined, HomeOutlined, InboxOutlined, RetweetOutlined, RiseOutlined, ScheduleOutlined, ShopOutlined,
  ShoppingCartOutlined, TagsOutlined, TruckOutlined, WarningOutlined,
} from '@ant-design/icons';
import { lazy } from 'react';
import { Route } from 'react-router';
import type { Page } from './page';

const OverviewPage = lazy(() => import('../../overview/OverviewPage'));
const FindPage = lazy(() => import('../../find/FindPage'));
const EvidencePage = lazy(() => import('../../evidence/EvidencePage'));
const StoresPage = lazy(() => import('../../stores/StoresPage'));
const StorePage = lazy(() => import('../../store/StorePage'));
const FleetPage = lazy(() => import('../../fleet/FleetPage'));
const GatewayPage = lazy(() => import('../../fleet/GatewayPage'));
const CampaignsPage = lazy(() => import('../../campaigns/CampaignsPage'));
const CampaignPage = lazy(() => import('../../campaigns/CampaignPage'));
const ShelvesPage = lazy(() => import('../../shelves/ShelvesPage'));
const StockPage = lazy(() => import('../../stock/StockPage'));
const SkuPage = lazy(() => import('../../stock/SkuPage'));
const ReplenishmentPage = lazy(() => import('../../replenishment/ReplenishmentPage'));
const PurchasesPage = lazy(() => import('../../purchases/PurchasesPage'));
const PurchasePage = lazy(() => import('../../purchases/PurchasePage'));
const ReceivePage = lazy(() => import('../../purchases/ReceivePage'));
const SuppliersPage = lazy(() => import('../../suppliers/SuppliersPage'));
const SupplierPage = lazy(() => import('../../suppliers/SupplierPage'));
const StocktakesPage = lazy(() => import('../../stocktakes/StocktakesPage'));
const StocktakePage = lazy(() => import('../../stocktakes/StocktakePage'));
const TransfersPage = lazy(() => import('../../transfers/TransfersPage'));
const TransferPage = lazy(() => import('../../transfers/TransferPage'));
const ScrapPage = lazy(() => import('../../scrap/ScrapPage'));
const AlarmsPage = lazy(() => import('../../alarms/AlarmsPage'));
const TurnoverPage = lazy(() => import('../../turnover/TurnoverPage'));
const ProductsPage = lazy(() => import('../../products/ProductsPage'));
const PlanogramsPage = lazy(() => import('../../planograms/PlanogramsPage'));
const PlanogramPage = lazy(() => import('../../planograms/PlanogramPage'));
const BooksPage = lazy(() => import('../../books/BooksPage'));
const DeadLettersPage = lazy(() => import('../../deadLetters/DeadLettersPage'));

export const stockPages: readonly Page[] = [
  { path: '/', group: 'start', icon: <HomeOutlined />, label: (t) => t('nav.start'), live: true },
  { path: '/stock', group: 'stock', icon: <AppstoreOutlined />, label: (t) => t('nav.stock'), permission: 'viewStock' },
  { path: '/replenishment', group: 'stock', icon: <ShoppingCartOutlined />, label: (t) => t('nav.replenishment'), permission: 'viewOrders' },
  { path: '/purchases', group: 'stock', icon: <InboxOutlined />, label: (t) => t('nav.purchases'), permission: 'viewOrders' },
  { path: '/stocktake', group: 'stock', icon: <ScheduleOutlined />, label: (t) => t('nav.stocktakes'), permission: 'countStock' },
  { path: '/transfers', group: 'stock', icon: <RetweetOutlined />, label: (t) => t('nav.transfers'), permission: 'viewStock' },
  { path: '/scrap', group: 'stock', icon: <DeleteOutlined />, label: (t) => t('nav.scrap'), permission: 'moveStock' },
  { path: '/alarms', group: 'stock', icon: <AlertOutlined />, label: (t) => t('nav.alarms'), permission: 'viewStock' },
  { path: '/turnover', group: 'stock', icon: <RiseOutlined />, label: (t) => t('nav.turnover'), permission: 'viewStock' },
  { path: '/products', group: 'stock', icon: <TagsOutlined />, label: (t) => t('nav.products'), permission: 'viewStock' },
  { path: '/suppliers', group: 'stock', icon: <TruckOutlined />, label: (t) => t('nav.suppliers'), permission: 'viewOrders' },
  { path: '/books', group: 'stock', icon: <DiffOutlined />, label: (t) => t('nav.books'), permission: 'viewStock' },
  { path: '/stores', group: 'stores', icon: <ShopOutlined />, label: (t) => t('nav.stores'), live: true },
  { path: '/fleet', group: 'stores', icon: <CloudServerOutlined />, label: (t) => t('nav.fleet'), permission: 'viewStores', live: true },
  { path: '/campaigns', group: 'stores', icon: <CloudUploadOutlined />, label: (t) => t('nav.campaigns'), permission: 'maintainGateways' },
  { path: '/planograms', group: 'stores', icon: <BlockOutlined />, label: (t) => t('nav.planograms'), permission: 'viewStock' },
  { path: '/dead-letters', group: 'headquarters', icon: <WarningOutlined />, label: (t) => t('app.deadLetters'), permission: 'viewStores', live: true },
];

export const stockRoutes = (
  <>
    <Route index element={<OverviewPage />} />
    <Route path="find" element={<FindPage />} />
    <Route path="stores/:store/events/:gateway/:position" element={<EvidencePage />} />
    <Route path="stores" element={<StoresPage />} />
    <Route path="stores/:store" element={<StorePage />} />
    <Route path="stores/:store/shelves" element={<ShelvesPage />} />
    <Route path="fleet" element={<FleetPage />} />
    <Route path="fleet/:gateway" element={<GatewayPage />} />
    <Route path="campaigns" element={<CampaignsPage />} />
    <Route path="campaigns/:campaign" element={<CampaignPage />} />
    <Route path="stock" element={<StockPage />} />
    <Route path="stock/:store/:sku" element={<SkuPage />} />
    <Route path="replenishment" element={<ReplenishmentPage />} />
    <Route path="purchases" element={<PurchasesPage />} />
    <Route path="purchases/:id" element={<PurchasePage />} />
    <Route path="purchases/:id/receive" element={<ReceivePage />} />
    <Route path="suppliers" element={<SuppliersPage />} />
    <Route path="suppliers/:id" element={<SupplierPage />} />
    <Route path="stocktake" element={<StocktakesPage />} />
    <Route path="stocktake/:id" element={<StocktakePage />} />
    <Route path="transfers" element={<TransfersPage />} />
    <Route path="transfers/:id" element={<TransferPage />} />
    <Route path="scrap" element={<ScrapPage />} />
    <Route path="alarms" element={<AlarmsPage />} />
    <Route path="turnover" element={<TurnoverPage />} />
    <Route path="products" element={<ProductsPage />} />
    <Route path="planograms" element={<PlanogramsPage />} />
    <Route path="planograms/:store/:gateway" element={<PlanogramPage />} />
    <Route path="books" element={<BooksPage />} />
    <Route path="dead-letters" element={<DeadLettersPage />} />
  </>
);
