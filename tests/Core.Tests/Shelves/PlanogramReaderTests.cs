using System.Text;
using EdgeGateway.Core.Shelves;

namespace Core.Tests.Shelves;

public sealed class PlanogramReaderTests
{
    private const string Whole = """
        {"plates":[{"plate":"A1","counts_per_gram":430.0,"zero_counts":8388608,"sample_hz":10,
        "capacity_g":10000,"items":[{"sku":"6901234567892","unit_g":330.5,"sigma_g":1.8}],"start":[{"sku":"6901234567892","count":12}]}]}
        """;

    private static (Planogram? Read, string[] Errors) Read(string json)
    {
        var errors = new List<PlanogramError>();
        var read = PlanogramReader.Read(Encoding.UTF8.GetBytes(json), errors);
        return (read, [.. errors.Select(error => $"{error.Path}: {error.Problem}")]);
    }

    [Fact]
    public void Read_DocumentedExample_GivesThePlate()
    {
        var (read, errors) = Read(Whole);

        Assert.Empty(errors);
        var plate = Assert.Single(read!.Plates);
        Assert.Equal(("A1", 430.0, 8388608.0, 10.0, 10000.0), (plate.Plate, plate.CountsPerGram, plate.ZeroCounts, plate.SampleHz, plate.CapacityGrams));
        Assert.Equal(new PlanogramItem("6901234567892", 330.5, 1.8), Assert.Single(plate.Items));
        Assert.Equal(new StartCount("6901234567892", 12), Assert.Single(plate.Start!));
    }

    [Theory]
    [InlineData("\"sigma_g\":1.8", "\"sigma_g\":0", "plates[0].items[0].sigma_g: came 0; expected grams above 0")]
    [InlineData("\"unit_g\":330.5", "\"unit_g\":-1", "plates[0].items[0].unit_g: came -1; expected grams above 0")]
    [InlineData("\"unit_g\":330.5", "\"unit_g\":1e999", "plates[0].items[0].unit_g: came 1e999; expected grams above 0")]
    [InlineData("430.0", "0", "plates[0].counts_per_gram: came 0; expected a finite number other than 0")]
    [InlineData("\"count\":12", "\"count\":1.5", "plates[0].start[0].count: came 1.5; expected pieces, a whole number from 0")]
    [InlineData("\"capacity_g\"", "\"capacity\"", "plates[0].capacity: is not a member here; expected plate, counts_per_gram, zero_counts, sample_hz, capacity_g, items, start")]
    [InlineData("[{\"sku\":\"6901234567892\",\"unit_g\":330.5,\"sigma_g\":1.8}]", "[]", "plates[0].items: came []; expected a list [ … ] of at least one SKU")]
    [InlineData("\"sample_hz\":10", "\"plate\":\"A1\"", "plates[0].plate: came twice; expected once")]
    [InlineData("\"zero_counts\":8388608,", "", "plates[0].zero_counts: is missing")]
    public void Read_OneMistake_NamesIt(string sound, string broken, string error)
    {
        var (read, errors) = Read(Whole.Replace(sound, broken, StringComparison.Ordinal));

        Assert.Null(read);
        Assert.Contains(error, errors);
    }

    [Fact]
    public void Read_SeveralMistakes_ListsAll()
    {
        var item = """{"sku":"1","unit_g":10,"sigma_g":1}""";
        var plate = $$"""{"plate":"A1","counts_per_gram":"x","zero_counts":0,"items":[{{item}},{{item}}],"start":[{"sku":"2","count":1}]}""";
        var (_, errors) = Read($$"""{"plates":[{{plate}},{{plate}}]}""");

        Assert.Equal(7, errors.Length);
        Assert.Contains("plates[0].items[1].sku: came 1 again; expected every SKU once a plate", errors);
        Assert.Contains("plates[0].start[0].sku: came 2; expected one of the plate's items", errors);
        Assert.Contains("plates[1].plate: came A1 again; expected every plate once", errors);
    }

    [Theory]
    [InlineData("{\n\"plates\": oops")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"plates\":[]}")]
    [InlineData("{\"plates\":[3]}")]
    public void Read_NotAPlanogram_IsRefused(string json)
    {
        var (read, errors) = Read(json);

        Assert.Null(read);
        Assert.NotEmpty(errors);
    }
}
