using System.Globalization;

namespace Bench.Pages;

/// <summary>Makes a large chain's rows inside PostgreSQL, by SQL alone: what would take the product's own code days. Only for measuring how pages read.</summary>
internal static class PageRows
{
    /// <summary>Helpers, gone with the database: ids as UUIDs of version 7 would sort, and names of two or three characters.</summary>
    internal const string Functions =
        """
        CREATE FUNCTION bench_id(at timestamptz, n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
          $$ SELECT substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-7000-8000-' || lpad(to_hex(n), 12, '0') FROM (SELECT lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS h) x $$;
        CREATE FUNCTION bench_name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
          $$ SELECT substr('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗', (n % 20)::int + 1, 1) || substr('伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华', (n / 20 % 24)::int + 1, 1)
                 || CASE WHEN n % 3 = 0 THEN '' ELSE substr('子涵雨桐浩然梓萱一诺宇晨欣怡佳琪博文思远', (n / 480 % 20)::int + 1, 1) END $$;
        CREATE FUNCTION bench_store(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 'shop-' || lpad(n::text, 4, '0') $$;
        CREATE FUNCTION bench_sku(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 'sku-' || lpad(n::text, 5, '0') $$;
        CREATE FUNCTION bench_member(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 'm-' || lpad(n::text, 7, '0') $$;
        """;

    /// <summary>Everything but members.</summary>
    internal static IEnumerable<(string What, string Sql)> Chain(PageSize size)
    {
        var (stores, skus, members) = (Number(size.Stores), Number(size.SkusAStore), Number(size.Members));
        yield return ("regions", "INSERT INTO region SELECT 'region-' || n, 'Region ' || n, NULL FROM generate_series(1, 20) n");
        yield return (
            "stores",
            $"""
             INSERT INTO store (store, name, region, address, latitude_e6, longitude_e6)
             SELECT bench_store(n), 'Shop ' || n, 'region-' || (n % 20 + 1), 'Street ' || n, 22000000 + n * 6000, 105000000 + n * 5000 FROM generate_series(1, {stores}) n
             """);
        yield return (
            "gateways",
            $"""
             INSERT INTO gateway (gateway, store, shard, status, status_since, position, epoch, committed_seq, last_event_at, last_committed_at)
             SELECT 'gate-' || n, bench_store(n), n % 64, CASE WHEN n % 50 = 0 THEN 'offline' ELSE 'online' END, now(), {Number(size.Events)} / {stores}, '1-bench', {Number(size.Events)} / {stores}, now(), now()
             FROM generate_series(1, {stores}) n;
             INSERT INTO gateway_epoch SELECT n, 1, '1-bench', 1, {Number(size.Events)} / {stores}, now() FROM generate_series(1, {stores}) n
             """);
        yield return (
            "products",
            """
            INSERT INTO product (sku, name, name_key, gtin, category, cost_fen, price_fen, updated_at)
            SELECT bench_sku(n), 'Goods ' || n, 'goods ' || n, '20' || lpad(n::text, 11, '0'), 'category ' || n % 30, 100 + n, 200 + n * 2, now() FROM generate_series(1, 5000) n
            """);
        var goods = $"FROM generate_series(1, {stores}) s, generate_series(1, {skus}) k";
        yield return ("stock items", $"INSERT INTO stock_item (store, sku, touched, low) SELECT bench_store(s), bench_sku(s % 4000 + k), FALSE, (s + k) % 50 = 0 {goods}");
        yield return (
            "stock levels",
            $"""
             INSERT INTO stock_level (store, sku, location, quantity, moved_at)
             SELECT bench_store(s), bench_sku(s % 4000 + k), l.location, CASE WHEN l.location = 'vendor' THEN -1 ELSE 1 END * CASE WHEN (s + k) % 50 = 0 THEN 5 ELSE 40 END, now() - interval '1 day'
             {goods}, (VALUES ('vendor'), ('shelf')) l (location)
             """);
        yield return (
            "stock moves",
            $"""
             INSERT INTO stock_move (store, id, at, sku, quantity, from_location, to_store, to_location, reason, evidence, who)
             SELECT bench_store(s), bench_id(now() - (k || ' hours')::interval, s * 10000 + k), now() - (k || ' hours')::interval, bench_sku(s % 4000 + k),
                    CASE WHEN (s + k) % 50 = 0 THEN 5 ELSE 40 END, 'vendor', bench_store(s), 'shelf', 'receipt', 'event/' || s || '/' || k, 'bench' {goods}
             """);
        yield return (
            "reorder rules",
            $"INSERT INTO reorder_rule (store, sku, min, max, multiple, needed, updated_at) SELECT bench_store(s), bench_sku(s % 4000 + k), 10, 60, 6, (s + k) % 50 = 0, now() {goods}");
        yield return (
            "suppliers",
            """
            INSERT INTO supplier (supplier, name, name_key, channel, lead_days, updated_at) SELECT 'supplier-' || n, 'Supplier ' || n, 'supplier ' || n, 'none', 2, now() FROM generate_series(1, 100) n;
            INSERT INTO supplier_product (supplier, sku, price_fen) SELECT 'supplier-' || (n % 100 + 1), bench_sku(n), 100 + n FROM generate_series(1, 5000) n
            """);
        yield return (
            "purchases",
            $"""
             INSERT INTO purchase (store, id, supplier, state, created_at, created_by, sent_at, sent_fen, expected_at, last_received_at, ended_at)
             SELECT bench_store(n % {stores} + 1), bench_id(now() - (n || ' minutes')::interval, n), 'supplier-' || (n % 100 + 1), CASE WHEN n % 20 = 0 THEN 'sent' ELSE 'received' END,
                    now() - (n || ' minutes')::interval, 'bench', now() - (n || ' minutes')::interval, 10000, now() - ((n - 2880) || ' minutes')::interval, NULL, NULL FROM generate_series(1, 50000) n;
             INSERT INTO purchase_line (store, purchase, sku, ordered, received, state, price_fen, origin)
             SELECT p.store, p.id, bench_sku(4500 + l), 24, CASE WHEN p.state = 'sent' THEN 0 ELSE 24 END, CASE WHEN p.state = 'sent' THEN 'open' ELSE 'done' END, 150, 'rule'
             FROM purchase p, generate_series(1, 4) l
             """);
        yield return (
            "visits by hour",
            $"""
             INSERT INTO visit_hour (store, hour, zone, people, stays, dwell_seconds)
             SELECT bench_store(s), date_trunc('day', now()) - (d || ' days')::interval + (h || ' hours')::interval, 'door', 10 + (s + h) % 40, 8, 4000
             FROM generate_series(1, {stores}) s, generate_series(0, {Number(size.Days - 1)}) d, generate_series(0, 13) h;
             INSERT INTO visit_hour_zone (time_zone, hour, shard, people)
             SELECT s.time_zone, v.hour, g.shard, sum(v.people) FROM visit_hour v JOIN store s ON s.store = v.store JOIN gateway g ON g.store = v.store GROUP BY s.time_zone, v.hour, g.shard
             """);
        yield return (
            "arrivals",
            $"""
             INSERT INTO member_visit (store, visit, member, zone, how, arrived_at, gateway, position, claimed_at, claimed_by, claim_seconds, dwell_seconds)
             SELECT bench_store(n % {stores} + 1), bench_id(now() - (n * 10 || ' seconds')::interval, n), bench_member(n % {members} + 1), 'door', 'face', now() - (n * 10 || ' seconds')::interval,
                    n % {stores} + 1, n / {stores} + 1, now() - (n * 10 - 20 || ' seconds')::interval, 'staff-1', 20, 600 FROM generate_series(1, {Number(size.Sales / 2)}) n
             """);
        yield return (
            "sales",
            $"""
             INSERT INTO sale (store, id, kind, at, at_said, day, counts_day, received_at, till, member, total_fen, spend_fen, restock, vouchers, programme, base, points, burnt, burnt_said, growth, evidence)
             SELECT store, bench_id(at, n), 'sale', at, TRUE, at::date, at::date, at, 'till-1', CASE WHEN n % 10 < 6 THEN bench_member(CASE WHEN n % 2000 = 0 THEN 1 ELSE n % {members} + 1 END) END,
                    5000, 5000, 'shelf', '[]', 0, 500000, 50, 0, 0, 50, 'event/' || (n % {stores} + 1) || '/' || (n / {stores} + 1)
             FROM (SELECT n, bench_store(n % {stores} + 1) AS store, now() - (n * 5 || ' seconds')::interval AS at FROM generate_series(1, {Number(size.Sales)}) n) x
             """);
        yield return (
            "sale lines",
            "INSERT INTO sale_line (store, sale, line, sku, unit, quantity, amount_fen, percent) SELECT s.store, s.id, l, bench_sku(l * 100), 'piece', 1, 2500, 100 FROM sale s, generate_series(1, 2) l");
        yield return (
            "sums of days",
            $"""
             INSERT INTO sale_day (store, day, sales, returns, sold_fen, returned_fen, member_sales, member_fen)
             SELECT bench_store(s), (now() - (d || ' days')::interval)::date, 50, 1, 250000, 5000, 30, 150000 FROM generate_series(1, {stores}) s, generate_series(0, {Number(size.Days - 1)}) d
             """);
        yield return (
            "audit",
            """
            INSERT INTO audit_entry (id, at, who, role, action, kind, subject, store)
            SELECT bench_id(now() - (n || ' minutes')::interval, n), now() - (n || ' minutes')::interval, 'bench', 'admin', 'customer.changed', 'customer', bench_member(n % 1000 + 1), bench_store(n % 300 + 1)
            FROM generate_series(1, 300000) n
            """);
        yield return (
            "alarms",
            $"""
             INSERT INTO stock_alarm (store, id, kind, subject, raised_at, quantity, threshold, evidence)
             SELECT bench_store(s), bench_id(now() - (s || ' minutes')::interval, s * 10 + k), 'low', bench_sku(k), now() - (s || ' minutes')::interval, 5, 10, 'event/1/1'
             FROM generate_series(1, {stores}) s, generate_series(1, 6) k
             """);
        foreach (var events in Events(size))
        {
            yield return events;
        }
    }

    /// <summary>Members from one number to another, with what they are found by.</summary>
    internal static IEnumerable<(string What, string Sql)> Members(PageSize size, int first, int last)
    {
        var (from, to, stores) = (Number(first), Number(last), Number(size.Stores));
        yield return (
            "members",
            $"""
             INSERT INTO member (id, code, generation, name, name_key, level, phone_index, usual, notes, gone, version, created_at, updated_at, last_visit, joined_at, home_store, indexed)
             SELECT bench_member(n), bench_member(n), 1, bench_name(n), bench_name(n), CASE WHEN n % 100 = 0 THEN 'gold' WHEN n % 10 = 0 THEN 'silver' ELSE '' END, sha256(n::text::bytea), '[]', '[]', FALSE, n,
                    now() - (n % 700 || ' days')::interval, now(), now() - (n % 90 || ' days')::interval, now() - (n % 700 || ' days')::interval, bench_store(n % {stores} + 1), 1
             FROM generate_series({from}, {to}) n
             """);
        yield return (
            "names",
            $"INSERT INTO member_name (member, part) SELECT bench_member(n), substr(bench_name(n), p) FROM generate_series({from}, {to}) n, generate_series(1, 3) p WHERE p <= length(bench_name(n)) ON CONFLICT DO NOTHING");
        yield return ("tags", $"INSERT INTO customer_tag (customer, tag, since, who) SELECT bench_member(n), 'tag-' || n % 50, now(), 'bench' FROM generate_series({from}, {to}) n WHERE n % 3 = 0");
        yield return ("accounts of points", $"INSERT INTO points_account (member, balance, level) SELECT bench_member(n), n % 1000, CASE WHEN n % 100 = 0 THEN 'gold' WHEN n % 10 = 0 THEN 'silver' ELSE '' END FROM generate_series({from}, {to}) n ON CONFLICT (member) DO UPDATE SET balance = excluded.balance, level = excluded.level");
        yield return (
            "entries of points",
            $"""
             INSERT INTO points_entry (member, id, at, kind, points, remaining, balance, evidence, who)
             SELECT bench_member(n), 'sale/' || n, now() - (n % 90 || ' days')::interval, 'earned', n % 1000, n % 1000, n % 1000, 'sale/' || n, 'till-1' FROM generate_series({from}, {to}) n
             """);
    }

    private static IEnumerable<(string What, string Sql)> Events(PageSize size)
    {
        var each = size.Events / size.Stores;

        // Rows first and keys afterwards: one sort instead of so many searches. The event table is the only one so large that it matters.
        yield return ("events: without keys", "ALTER TABLE event DROP CONSTRAINT event_pkey, DROP CONSTRAINT event_gateway_epoch_seq_key");
        yield return (
            "events",
            $$"""
              INSERT INTO event (gateway, position, epoch, seq, type, class, device, time, clock_synced, received_at, body)
              SELECT s, p, 1, p, CASE p % 4 WHEN 0 THEN 'visit.counted' WHEN 1 THEN 'sale.recorded' ELSE 'stock.item.taken' END, 0, 'plate-1', now() - (({{Number(each)}} - p) || ' minutes')::interval, TRUE,
                     now() - (({{Number(each)}} - p) || ' minutes')::interval, '{"plate":"plate-1","sku":"sku-00001","count":1,"on_plate":12}'
              FROM generate_series(1, {{Number(size.Stores)}}) s, generate_series(1, {{Number(each)}}) p
              """);
        yield return ("events: keys", "ALTER TABLE event ADD CONSTRAINT event_pkey PRIMARY KEY (gateway, position)");
        yield return ("events: sequence numbers", "ALTER TABLE event ADD CONSTRAINT event_gateway_epoch_seq_key UNIQUE (gateway, epoch, seq)");
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
