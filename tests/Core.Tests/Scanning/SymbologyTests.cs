using EdgeGateway.Core.Scanning;

namespace Core.Tests.Scanning;

/// <summary>Identifiers by ISO/IEC 15424 and GS1 General Specifications figure 5.1.2-2.</summary>
public sealed class SymbologyTests
{
    [Theory]
    [InlineData("]E0", "ean_13", SymbologyReading.Ean13, true)]
    [InlineData("]E3", "ean_13_add_on", SymbologyReading.Ean13WithAddOn, false)]
    [InlineData("]E4", "ean_8", SymbologyReading.Ean8, true)]
    [InlineData("]E1", "ean_add_on", SymbologyReading.Plain, false)]
    [InlineData("]C1", "gs1_128", SymbologyReading.ElementString, true)]
    [InlineData("]C0", "code_128", SymbologyReading.Plain, false)]
    [InlineData("]e0", "gs1_databar", SymbologyReading.ElementString, true)]
    [InlineData("]e1", "gs1_databar", SymbologyReading.Plain, false)]
    [InlineData("]d2", "gs1_data_matrix", SymbologyReading.ElementString, true)]
    [InlineData("]d1", "data_matrix", SymbologyReading.TextOrLink, true)]
    [InlineData("]d0", "data_matrix", SymbologyReading.Plain, false)]
    [InlineData("]Q3", "gs1_qr_code", SymbologyReading.ElementString, true)]
    [InlineData("]Q1", "qr_code", SymbologyReading.TextOrLink, true)]
    [InlineData("]Q0", "qr_code", SymbologyReading.Plain, false)]
    [InlineData("]J1", "gs1_dotcode", SymbologyReading.ElementString, false)]
    [InlineData("]J0", "dotcode", SymbologyReading.Plain, false)]
    [InlineData("]I1", "itf", SymbologyReading.Itf, false)]
    [InlineData("]A0", "code_39", SymbologyReading.Plain, false)]
    [InlineData("]F0", "codabar", SymbologyReading.Plain, false)]
    [InlineData("]G0", "code_93", SymbologyReading.Plain, false)]
    [InlineData("]H0", "code_11", SymbologyReading.Plain, false)]
    [InlineData("]L0", "pdf417", SymbologyReading.Plain, false)]
    [InlineData("]M0", "msi", SymbologyReading.Plain, false)]
    [InlineData("]U0", "maxicode", SymbologyReading.Plain, false)]
    [InlineData("]h0", "han_xin", SymbologyReading.Plain, false)]
    [InlineData("]z0", "aztec", SymbologyReading.Plain, false)]
    [InlineData("]A", "code_39", SymbologyReading.Plain, false)]
    [InlineData("]X0", "other", SymbologyReading.Plain, false)]
    [InlineData("]", "other", SymbologyReading.Plain, false)]
    [InlineData("", "other", SymbologyReading.Plain, false)]
    public void Of_AnIdentifier(string identifier, string name, SymbologyReading reading, bool isGs1) => Assert.Equal(new Symbology(name, reading, isGs1), Symbology.Of(identifier));

    [Theory]
    [InlineData("]E0", true)]
    [InlineData("]zz", true)]
    [InlineData("]E04006381333931", true)]
    [InlineData("]E", false)]
    [InlineData("E00", false)]
    [InlineData("]00", false)]
    [InlineData("]E-", false)]
    public void IsIdentified_ABracketALetterAndOneMore(string text, bool expected) => Assert.Equal(expected, Symbology.IsIdentified(text));
}
