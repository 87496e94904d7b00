using System.Collections.Frozen;
using System.Globalization;

namespace EdgeGateway.Core.Scanning;

/// <summary>
/// Every GS1 application identifier, written down from the GS1 General Specifications, sections 3 and 4.14 (releases 21 to 24).
/// </summary>
/// <remarks>
/// Format: <c>n</c> digits, <c>x</c> set 82, <c>y</c> set 39, <c>z</c> set 64; a number is a length, <c>..</c> "up to"; brackets make a part
/// optional; behind the colon stands a rule of <see cref="Gs1Rules"/>. Needs: groups divided by <c>;</c>, alternatives by a comma.
/// </remarks>
internal static class ApplicationIdentifiers
{
    private const string Item = "01,02,03,8006,8026";
    private const string Trade = "01,02,03";
    private const string OneTrade = "01,03,8006";
    private const string Goods = "00,01";
    private const string Measured = "30,31nn,32nn,35nn,36nn";

    private static readonly Row[] s_rows =
    [
        new("00", "SSCC", "n18:check"),
        new("01", "GTIN", "n14:check", "", "02,255,37"),
        new("02", "CONTENT", "n14:check", "37"),
        new("03", "MTO GTIN", "n14:check", "", "01,02,37"),
        new("10", "BATCH/LOT", "x..20", Item),
        new("11", "PROD DATE", "n6:date0", Item),
        new("12", "DUE DATE", "n6:date0", "8020"),
        new("13", "PACK DATE", "n6:date0", Item),
        new("15", "BEST BEFORE or BEST BY", "n6:date0", Item),
        new("16", "SELL BY", "n6:date0", Item),
        new("17", "USE BY or EXPIRY", "n6:date0", $"{Item},255"),
        new("20", "VARIANT", "n2", Item),
        new("21", "SERIAL", "x..20", OneTrade, "235"),
        new("22", "CPV", "x..20", "01"),
        new("235", "TPX", "x..28", "01"),
        new("240", "ADDITIONAL ID", "x..30", Item),
        new("241", "CUST. PART No.", "x..30", Item),
        new("242", "MTO VARIANT", "n..6", Item),
        new("243", "PCN", "x..20", "01"),
        new("250", "SECONDARY SERIAL", "x..30", "01,8006;21"),
        new("251", "REF. TO SOURCE", "x..30", "01,8006"),
        new("253", "GDTI", "n13:check [x..17]"),
        new("254", "GLN EXTENSION COMPONENT", "x..20", "414"),
        new("255", "GCN", "n13:check [n..12]", "", "01,02,415,8006,8020,8026"),
        new("30", "VAR. COUNT", "n..8", "01,02"),
        new("37", "COUNT", "n..8", "00;02,8026"),
        new("3900-3909", "AMOUNT", "n..15", "255,8020", "390n,391n,394n,8111"),
        new("3910-3919", "AMOUNT", "n3:currency n..15", "8020", "391n"),
        new("3920-3929", "PRICE", "n..15", $"01;{Measured}", "392n,393n"),
        new("3930-3939", "PRICE", "n3:currency n..15", Measured, "393n"),
        new("3940-3943", "PRCNT OFF", "n4", "255", "394n,8111"),
        new("3950-3955", "PRICE/UoM", "n6", Measured, "392n,393n,395n,8005"),
        new("400", "ORDER NUMBER", "x..30"),
        new("401", "GINC", "x..30:key"),
        new("402", "GSIN", "n17:check"),
        new("403", "ROUTE", "x..30", "00"),
        new("410", "SHIP TO LOC", "n13:check"),
        new("411", "BILL TO", "n13:check"),
        new("412", "PURCHASE FROM", "n13:check"),
        new("413", "SHIP FOR LOC", "n13:check"),
        new("414", "LOC No.", "n13:check"),
        new("415", "PAY TO", "n13:check", "8020"),
        new("416", "PROD/SERV LOC", "n13:check"),
        new("417", "PARTY", "n13:check"),
        new("420", "SHIP TO POST", "x..20", "", "421"),
        new("421", "SHIP TO POST", "n3:country x..9", "", "4307"),
        new("422", "ORIGIN", "n3:country", Item, "426"),
        new("423", "COUNTRY - INITIAL PROCESS", "n..15:countries", "01,02", "426"),
        new("424", "COUNTRY - PROCESS", "n3:country", "01,02", "426"),
        new("425", "COUNTRY - DISASSEMBLY", "n..15:countries", "01,02", "426"),
        new("426", "COUNTRY - FULL PROCESS", "n3:country", "01,02"),
        new("427", "ORIGIN SUBDIVISION", "x..3", "01,02;422"),
        new("4300", "SHIP TO COMP", "x..35:percent", "00"),
        new("4301", "SHIP TO NAME", "x..35:percent", "00"),
        new("4302", "SHIP TO ADD1", "x..70:percent", "00"),
        new("4303", "SHIP TO ADD2", "x..70:percent", "4302"),
        new("4304", "SHIP TO SUB", "x..70:percent", "00"),
        new("4305", "SHIP TO LOC", "x..70:percent", "00"),
        new("4306", "SHIP TO REG", "x..70:percent", "00"),
        new("4307", "SHIP TO COUNTRY", "x2:alpha2", "00"),
        new("4308", "SHIP TO PHONE", "x..30", "00"),
        new("4309", "SHIP TO GEO", "n10:latitude n10:longitude", "00"),
        new("4310", "RTN TO COMP", "x..35:percent", "00"),
        new("4311", "RTN TO NAME", "x..35:percent", "00"),
        new("4312", "RTN TO ADD1", "x..70:percent", "00"),
        new("4313", "RTN TO ADD2", "x..70:percent", "4312"),
        new("4314", "RTN TO SUB", "x..70:percent", "00"),
        new("4315", "RTN TO LOC", "x..70:percent", "00"),
        new("4316", "RTN TO REG", "x..70:percent", "00"),
        new("4317", "RTN TO COUNTRY", "x2:alpha2", "00"),
        new("4318", "RTN TO POST", "x..20", "00"),
        new("4319", "RTN TO PHONE", "x..30", "00"),
        new("4320", "SRV DESCRIPTION", "x..35:percent", "00"),
        new("4321", "DANGEROUS GOODS", "n1:flag", "00"),
        new("4322", "AUTH TO LEAVE", "n1:flag", "00"),
        new("4323", "SIG REQUIRED", "n1:flag", "00"),
        new("4324", "NOT BEF DEL DT", "n10:datetime0", "00"),
        new("4325", "NOT AFT DEL DT", "n10:datetime0", "00"),
        new("4326", "REL DATE", "n6:date", "00"),
        new("4330", "MAX TEMP F", "n6 [x1:hyphen]", "00", "4331"),
        new("4331", "MAX TEMP C", "n6 [x1:hyphen]", "00", "4330"),
        new("4332", "MIN TEMP F", "n6 [x1:hyphen]", "00", "4333"),
        new("4333", "MIN TEMP C", "n6 [x1:hyphen]", "00", "4332"),
        new("7001", "NSN", "n13", Item),
        new("7002", "MEAT CUT", "x..30", "01,02"),
        new("7003", "EXPIRY TIME", "n10:datetime", "01,02"),
        new("7004", "ACTIVE POTENCY", "n..4", "01;10"),
        new("7005", "CATCH AREA", "x..12", "01,02"),
        new("7006", "FIRST FREEZE DATE", "n6:date", "01,02"),
        new("7007", "HARVEST DATE", "n6:date [n6:date]", "01,02"),
        new("7008", "AQUATIC SPECIES", "x..3", "01,02"),
        new("7009", "FISHING GEAR TYPE", "x..10", "01,02"),
        new("7010", "PROD METHOD", "x..2", "01,02"),
        new("7011", "TEST BY DATE", "n6:date [n4:time]", "01,02"),
        new("7020", "REFURB LOT", "x..20", "01,8006;416"),
        new("7021", "FUNC STAT", "x..20", "01,8006"),
        new("7022", "REV STAT", "x..20", "7021"),
        new("7023", "GIAI - ASSEMBLY", "x..30:key"),
        new("7030-7039", "PROCESSOR #", "n3:country999 x..27", "01,02"),
        new("7040", "UIC+EXT", "n1 x1 x1 x1"),
        new("7041", "UFRGT UNIT TYPE", "x..4", "00"),
        new("710", "NHRN PZN", "x..20", "01"),
        new("711", "NHRN CIP", "x..20", "01"),
        new("712", "NHRN CN", "x..20", "01"),
        new("713", "NHRN DRN", "x..20", "01"),
        new("714", "NHRN AIM", "x..20", "01"),
        new("715", "NHRN NDC", "x..20", "01"),
        new("716", "NHRN AIC", "x..20", "01"),
        new("7230-7239", "CERT #", "x2 x..28", "01,8004"),
        new("7240", "PROTOCOL", "x..20", "01,8006"),
        new("7241", "AIDC MEDIA TYPE", "n2:media", "8017,8018"),
        new("7242", "VCN", "x..25", "8017,8018"),
        new("7250", "DOB", "n8:longdate", "8018"),
        new("7251", "DOB TIME", "n12:longdatetime", "8018"),
        new("7252", "BIO SEX", "n1:sex", "8018"),
        new("7253", "FAMILY NAME", "x..40:percent", "8017,8018"),
        new("7254", "GIVEN NAME", "x..40:percent", "8017,8018"),
        new("7255", "SUFFIX", "x..10:percent", "8017,8018"),
        new("7256", "FULL NAME", "x..90:percent", "8017,8018"),
        new("7257", "PERSON ADDR", "x..70:percent", "8018"),
        new("7258", "BIRTH SEQUENCE", "x3:sequence", "8018"),
        new("7259", "BABY", "x..40:percent", "8018"),
        new("8001", "DIMENSIONS", "n4:nonzero n5:nonzero n3:nonzero n1:winding n1", "01"),
        new("8002", "CMT No.", "x..20"),
        new("8003", "GRAI", "n1:zero n13:check [x..16]"),
        new("8004", "GIAI", "x..30:key"),
        new("8005", "PRICE PER UNIT", "n6", "01,02"),
        new("8006", "ITIP", "n14:check n4:pieces", "", "01,37"),
        new("8007", "IBAN", "x..34:iban", "415"),
        new("8008", "PROD TIME", "n8:datehour [n..4:minutes]", "01,02"),
        new("8009", "OPTSEN", "x..50", "00,01"),
        new("8010", "CPID", "y..30:key"),
        new("8011", "CPID SERIAL", "n..12:nozeroprefix", "8010"),
        new("8012", "VERSION", "x..20", "01,8006"),
        new("8013", "GMN", "x..25:pair"),
        new("8014", "MUDI", "x..25:pair"),
        new("8017", "GSRN - PROVIDER", "n18:check", "", "8018"),
        new("8018", "GSRN - RECIPIENT", "n18:check", "", "8017"),
        new("8019", "SRIN", "n..10", "8017,8018"),
        new("8020", "REF No.", "x..25", "415"),
        new("8026", "ITIP CONTENT", "n14:check n4:pieces", "37", "02,8006"),
        new("8030", "DIGSIG", "z..90", "00,01,253,255,8003,8004,8006,8010,8017,8018"),
        new("8110", "COUPON US", "x..70"),
        new("8111", "POINTS", "n4", "255"),
        new("8112", "POSITIVE OFFER US", "x..70"),
        new("8200", "PRODUCT URL", "x..70", "01"),
        new("90", "INTERNAL", "x..30"),
        new("91-99", "INTERNAL", "x..90"),
        .. Measures("310", "NET WEIGHT", Trade, "kg"),
        .. Measures("311", "LENGTH", Trade, "m"),
        .. Measures("312", "WIDTH", Trade, "m"),
        .. Measures("313", "HEIGHT", Trade, "m"),
        .. Measures("314", "AREA", Trade, "m2"),
        .. Measures("315", "NET VOLUME", Trade, "L"),
        .. Measures("316", "NET VOLUME", Trade, "m3"),
        .. Measures("320", "NET WEIGHT", Trade, "lb"),
        .. Measures("321", "LENGTH", Trade, "[in_i]"),
        .. Measures("322", "LENGTH", Trade, "[ft_i]"),
        .. Measures("323", "LENGTH", Trade, "[yd_i]"),
        .. Measures("324", "WIDTH", Trade, "[in_i]"),
        .. Measures("325", "WIDTH", Trade, "[ft_i]"),
        .. Measures("326", "WIDTH", Trade, "[yd_i]"),
        .. Measures("327", "HEIGHT", Trade, "[in_i]"),
        .. Measures("328", "HEIGHT", Trade, "[ft_i]"),
        .. Measures("329", "HEIGHT", Trade, "[yd_i]"),
        .. Measures("330", "GROSS WEIGHT", Goods, "kg"),
        .. Measures("331", "LENGTH, log", Goods, "m"),
        .. Measures("332", "WIDTH, log", Goods, "m"),
        .. Measures("333", "HEIGHT, log", Goods, "m"),
        .. Measures("334", "AREA, log", Goods, "m2"),
        .. Measures("335", "VOLUME, log", Goods, "L"),
        .. Measures("336", "VOLUME, log", Goods, "m3"),
        .. Measures("337", "KG PER m²", "01", "kg/m2"),
        .. Measures("340", "GROSS WEIGHT", Goods, "lb"),
        .. Measures("341", "LENGTH, log", Goods, "[in_i]"),
        .. Measures("342", "LENGTH, log", Goods, "[ft_i]"),
        .. Measures("343", "LENGTH, log", Goods, "[yd_i]"),
        .. Measures("344", "WIDTH, log", Goods, "[in_i]"),
        .. Measures("345", "WIDTH, log", Goods, "[ft_i]"),
        .. Measures("346", "WIDTH, log", Goods, "[yd_i]"),
        .. Measures("347", "HEIGHT, log", Goods, "[in_i]"),
        .. Measures("348", "HEIGHT, log", Goods, "[ft_i]"),
        .. Measures("349", "HEIGHT, log", Goods, "[yd_i]"),
        .. Measures("350", "AREA", Trade, "[sin_i]"),
        .. Measures("351", "AREA", Trade, "[sft_i]"),
        .. Measures("352", "AREA", Trade, "[syd_i]"),
        .. Measures("353", "AREA, log", Goods, "[sin_i]"),
        .. Measures("354", "AREA, log", Goods, "[sft_i]"),
        .. Measures("355", "AREA, log", Goods, "[syd_i]"),
        .. Measures("356", "NET WEIGHT", Trade, "[oz_tr]"),
        .. Measures("357", "NET VOLUME", Trade, "[foz_us]"),
        .. Measures("360", "NET VOLUME", Trade, "[qt_us]"),
        .. Measures("361", "NET VOLUME", Trade, "[gal_us]"),
        .. Measures("362", "VOLUME, log", Goods, "[qt_us]"),
        .. Measures("363", "VOLUME, log", Goods, "[gal_us]"),
        .. Measures("364", "VOLUME", Trade, "[cin_i]"),
        .. Measures("365", "VOLUME", Trade, "[cft_i]"),
        .. Measures("366", "VOLUME", Trade, "[cyd_i]"),
        .. Measures("367", "VOLUME, log", Goods, "[cin_i]"),
        .. Measures("368", "VOLUME, log", Goods, "[cft_i]"),
        .. Measures("369", "VOLUME, log", Goods, "[cyd_i]"),
    ];

    private static readonly FrozenDictionary<string, ApplicationIdentifier> s_byAi =
        s_rows.SelectMany(Expand).ToFrozenDictionary(ai => ai.Ai, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ApplicationIdentifier>.AlternateLookup<ReadOnlySpan<char>> s_bySpan =
        s_byAi.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>All of them.</summary>
    public static IEnumerable<ApplicationIdentifier> All => s_byAi.Values;

    /// <summary>The one that <paramref name="text"/> begins with, or null. None is the beginning of another.</summary>
    public static ApplicationIdentifier? StartOf(ReadOnlySpan<char> text)
    {
        for (var length = 2; length <= Math.Min(4, text.Length); length++)
        {
            if (s_bySpan.TryGetValue(text[..length], out var found))
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The one of exactly these digits, or null.</summary>
    public static ApplicationIdentifier? Find(ReadOnlySpan<char> ai) => s_bySpan.TryGetValue(ai, out var found) ? found : null;

    private static Row[] Measures(string family, string title, string needs, string unit) =>
        [new($"{family}0-{family}5", title, "n6", needs, $"{family}n", unit)];

    private static IEnumerable<ApplicationIdentifier> Expand(Row row)
    {
        Gs1Part[] parts = [.. row.Format.Split(' ').Select(Gs1Part.Read)];
        string[][] needs = row.Needs.Length == 0 ? [] : [.. row.Needs.Split(';').Select(group => group.Split(','))];
        string[] excludes = row.Excludes.Length == 0 ? [] : row.Excludes.Split(',');
        var ends = row.Ais.Split('-');
        var (first, last) = (Number(ends[0]), Number(ends[^1]));
        for (var number = first; number <= last; number++)
        {
            var ai = number.ToString(CultureInfo.InvariantCulture).PadLeft(ends[0].Length, '0');
            yield return new ApplicationIdentifier(ai, row.Title, parts, HasPredefinedLength(ai), needs, excludes, row.Unit);
        }
    }

    /// <summary>GS1 General Specifications figure 7.8.5-2: those whose length the first two digits tell.</summary>
    private static bool HasPredefinedLength(string ai) => Number(ai[..2]) is <= 4 or (>= 11 and <= 20) or (>= 31 and <= 36) or 41;

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private sealed record Row(string Ais, string Title, string Format, string Needs = "", string Excludes = "", string? Unit = null);
}
