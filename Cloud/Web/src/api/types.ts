import type { paths } from './schema';

type Body<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Answer } } } };
}
  ? Wire<Answer>
  : never;

type Posted<Path extends keyof paths, Status extends number> = paths[Path] extends {
  post: { responses: { [Key in Status]: { content: { 'application/json': infer Answer } } } };
}
  ? Wire<Answer>
  : never;

/** The served document allows numbers as text and may leave members optional; headquarters always sends both plainly. */
type Wire<T> = [Extract<T, number>] extends [never] ? WireShape<T> : Exclude<T, string>;
type WireShape<T> = T extends readonly (infer Item)[]
  ? Wire<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Wire<T[Key]> }
    : T;

export type StoreSummary = Body<'/api/stores'>[number];
export type GatewaySummary = StoreSummary['gateways'][number];
export type StoreDetail = Body<'/api/stores/{store}'>;
export type DeviceSummary = StoreDetail['devices'][number];
export type EventPage = Body<'/api/stores/{store}/events'>;
export type CommittedEvent = EventPage['events'][number];
export type GatewayKey = Body<'/api/member-gateways'>[number];
export type MemberCodes = Posted<'/api/member-codes', 200>;
export type DeadLetter = Body<'/api/dead-letters'>[number];
