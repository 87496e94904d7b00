using System.Globalization;
using System.Text;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Scanning;

namespace Core.Tests.Scanning;

/// <summary>Random texts, near to right ones and far from them: nothing is thrown, and what is accepted holds.</summary>
public sealed class Gs1ParserFuzzTests
{
    private const int Year = 2026;
    private const string Alphabet = "0123456789012345678901234567890123456789ABCxyz()#%^/.- \u001d\u001d|]e";

    private readonly ScanDecoder _decoder = new(LabelLayouts.Of(new LabelOptions { Layouts = [new() { Pattern = "21IIIIIWWWWWC" }, new() { Pattern = "20IIIIIVPPPPC" }] }));

    /// <summary>Rounds; a long run sets EDGE_FUZZ_ROUNDS.</summary>
    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("EDGE_FUZZ_ROUNDS"), out var rounds) ? rounds : 40_000;

    [Fact]
    public void Decode_RandomText_NeverThrowsAndNeverAcceptsAnotherText()
    {
        const int Seed = 20261122;
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var text = Random(random);
            var scan = _decoder.DecodeLine(text, Year);
            Assert.True(scan.IsAccepted || scan.Errors.Count > 0, $"seed {Seed}, round {round}: {text}");
            Assert.False(scan.IsValid && !scan.IsAccepted && scan.Errors[0].Code is not (ScanFaults.Bracketed or ScanFaults.InnerCheckDigit), $"seed {Seed}, round {round}: {text}");
            if (scan.Content == ScanContent.Elements)
            {
                Assert.Equal(Again(scan.Elements), Again(Gs1Parser.Parse(Again(scan.Elements), Year).Elements));
            }

            _ = ScanJson.Line(text, scan);
        }
    }

    [Fact]
    public void Decode_RightElementsInAnyOrder_AreReadAsTheyWereMade()
    {
        var random = new Random(7);
        var all = ApplicationIdentifiers.All.OrderBy(ai => ai.Ai, StringComparer.Ordinal).ToArray();
        for (var round = 0; round < Rounds / 10; round++)
        {
            var made = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                var ai = all[random.Next(all.Length)];
                made[ai.Ai] = string.Concat(ai.Parts.Select(part => Make(part, random)));
            }

            var message = Gs1Parser.Parse(string.Concat(made.Select(m => m.Key + m.Value + (ApplicationIdentifiers.Find(m.Key)!.IsPredefined ? "" : "\u001d"))), Year);
            if (message.Errors.Count == 0)
            {
                Assert.Equal(made, message.Elements.ToDictionary(e => e.Ai, e => e.Data));
            }
            else
            {
                // Made without regard to rules, so a rule may be broken; never a length or a character.
                Assert.Contains(message.Errors[0].Code, (string[])[ScanFaults.CheckDigit, ScanFaults.Date, ScanFaults.Value, ScanFaults.Length]);
            }
        }
    }

    [Fact]
    public void Decode_TextAsLongAsAllowed_TakesNoLongerThanItsLength()
    {
        var text = string.Concat(Enumerable.Repeat("3100000001", 819));
        Assert.Equal(819, Gs1Parser.Parse(text, Year).Elements.Count);
        Assert.Equal(ScanFaults.Length, Gs1Parser.Parse(new string('9', Gs1Parser.MaxLength + 1), Year).Errors[0].Code);
    }

    private static string Random(Random random)
    {
        string[] heads = ["]C1", "]e0", "]E0", "]E4", "]d2", "]Q3", "]Q1", "]I1", "]A0", "", "]Q1https://x/01/", "\u001d", "]E02112345012506|]e0"];
        string[] bodies = ["0109521234543213", "17261231", "10LOT\u001d", "3103001250", "2112345012506", "96385074", "422156", "7003261231", "8008261231"];
        var text = new StringBuilder(heads[random.Next(heads.Length)]);
        for (var i = random.Next(0, 5); i > 0; i--)
        {
            text.Append(random.Next(3) == 0 ? Alphabet[random.Next(Alphabet.Length)].ToString(CultureInfo.InvariantCulture) : bodies[random.Next(bodies.Length)]);
        }

        for (var i = random.Next(0, 3); i > 0 && text.Length > 0; i--)
        {
            var at = random.Next(text.Length);
            _ = random.Next(3) switch
            {
                0 => text.Remove(at, 1),
                1 => text.Insert(at, (char)random.Next(0x20, 0x250)),
                _ => text.Replace(text[at], (char)(text[at] ^ (1 << random.Next(7))), at, 1),
            };
        }

        return text.ToString();
    }

    private static string Make(Gs1Part part, Random random)
    {
        var length = random.Next(part.Least, part.Most + 1);
        var digits = string.Concat(Enumerable.Range(0, length).Select(_ => (char)('0' + random.Next(10))));
        return part.Rule == "check" ? digits[..^1] + CheckDigits.Mod10(digits.AsSpan(0, length - 1)) : digits;
    }

    private static string Again(IReadOnlyList<Gs1Element> elements) =>
        string.Concat(elements.Select(e => e.Ai + e.Data + (ApplicationIdentifiers.Find(e.Ai)!.IsPredefined ? "" : "\u001d")));
}
