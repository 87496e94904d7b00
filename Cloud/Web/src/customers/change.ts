import type { Customer, CustomerBody } from '../api/customers';

/** What stands in the form. */
export interface TypedCustomer {
  readonly name: string;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly card?: string | undefined;
  readonly birthday?: string | undefined;
  readonly homeStore?: string | null | undefined;
  readonly assignedTo?: string | undefined;
  readonly hints?: readonly string[] | undefined;
  readonly joined?: boolean | undefined;
  readonly without_phone?: boolean | undefined;
  readonly without_email?: boolean | undefined;
  readonly without_card?: boolean | undefined;
}

/** Only what differs is sent: an empty number keeps the hidden one, unless it is to be taken away. */
export function changeOf(typed: TypedCustomer, customer: Customer | null): CustomerBody {
  const text = (value: string | undefined) => value?.trim() ?? '';
  const contact = (value: string | undefined, without: boolean | undefined) => (without ? null : text(value) === '' ? undefined : text(value));
  const all = {
    name: text(typed.name),
    phone: contact(typed.phone, typed.without_phone),
    email: contact(typed.email, typed.without_email),
    card: contact(typed.card, typed.without_card),
    birthday: text(typed.birthday) === '' ? undefined : text(typed.birthday),
    homeStore: typed.homeStore ?? (customer ? null : undefined),
    assignedTo: text(typed.assignedTo) === '' ? (customer ? null : undefined) : text(typed.assignedTo),
    hints: typed.hints ?? [],
    joined: customer?.joinedAt ? undefined : (typed.joined ?? false),
  };
  const before: Partial<Record<keyof typeof all, unknown>> = customer
    ? { name: customer.name, homeStore: customer.homeStore, assignedTo: customer.assignedTo, hints: customer.hints, joined: customer.joinedAt !== null }
    : { hints: [] };
  const same = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);
  return Object.fromEntries(Object.entries(all).filter(([key, value]) => value !== undefined && !same(value, before[key as keyof typeof all])));
}
