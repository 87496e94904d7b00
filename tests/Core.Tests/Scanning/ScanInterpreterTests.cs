using System.Text.Json;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Pipeline;
using EdgeGateway.Core.Scanning;
using Tests.Shared;

namespace Core.Tests.Scanning;

public sealed class ScanInterpreterTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    private readonly ScanDesk _desk = new(new ScanDecoder(LabelLayouts.Of(new LabelOptions { Layouts = [new() { Pattern = "21IIIIIWWWWWC" }] })));

    [Fact]
    public void Scan_WeightLabel_IsAnEventWithWhatItSays()
    {
        using var data = JsonDocument.Parse(new ScanInterpreter("scanner-1", _desk, TimeSpan.Zero).Take(Read("2112345012506"))!.Data);

        Assert.Equal(
            """{"symbology":"]E0","text":"2112345012506","content":"trade_item","gtin":"02112345012506","weighed":{"layout":"21IIIIIWWWWWC","item":"12345","weight":"1.250","unit":"kg","price_fen":null}}""",
            data.RootElement.GetRawText());
    }

    [Fact]
    public void Scan_Elements_AreInTheEventWithWarnings()
    {
        var draft = new ScanInterpreter("scanner-1", _desk, TimeSpan.Zero).Take(new ScanReading("scanner-1", s_start, "]C1", "0109521234543213" + "3922001250"))!;
        using var data = JsonDocument.Parse(draft.Data);

        Assert.Equal(("scan.read", "scanner-1"), (draft.Type, draft.DeviceId));
        Assert.Equal("3922", data.RootElement.GetProperty("elements")[1].GetProperty("ai").GetString());
        Assert.Equal("12.50", data.RootElement.GetProperty("elements")[1].GetProperty("value").GetString()![..5]);
        Assert.Equal("association", data.RootElement.GetProperty("warnings")[0].GetString());
    }

    [Fact]
    public void Scan_OneElement_IsInTheEvent()
    {
        using var data = JsonDocument.Parse(new ScanInterpreter("scanner-1", _desk, TimeSpan.Zero).Take(new ScanReading("scanner-1", s_start, "]C1", "0109521234543213"))!.Data);

        Assert.Equal("09521234543213", Assert.Single(data.RootElement.GetProperty("elements").EnumerateArray()).GetProperty("data").GetString());
    }

    [Fact]
    public void Scan_Refused_IsNoEvent() => Assert.Null(new ScanInterpreter("scanner-1", _desk, TimeSpan.Zero).Take(Read("4006381333932")));

    [Fact]
    public void Scan_Claimed_IsNoEvent()
    {
        var claimed = new List<string>();
        _desk.ClaimBy((reading, scan) =>
        {
            claimed.Add(scan.Sku);
            return true;
        });

        Assert.Null(new ScanInterpreter("scanner-1", _desk, TimeSpan.Zero).Take(Read("4006381333931")));
        Assert.Equal(["4006381333931"], claimed);
    }

    [Fact]
    public void Scan_SameCodeAgain_CountsEachTimeUnlessAHoldIsSet()
    {
        var plain = new ScanInterpreter("scanner-1", _desk, TimeSpan.Zero);
        Assert.Equal(3, Enumerable.Range(0, 3).Count(i => plain.Take(Read("4006381333931", i * 10)) is not null));

        var holding = new ScanInterpreter("scanner-1", _desk, TimeSpan.FromMilliseconds(500));
        int[] at = [0, 400, 800, 1300, 1801, 1802, 1803, 1803];
        string[] codes = ["4006381333931", "4006381333931", "4006381333931", "4006381333931", "4006381333931", "2112345012506", "4006381333931", "4006381333931"];
        Assert.Equal([true, false, false, false, true, true, true, false], at.Zip(codes).Select(one => holding.Take(Read(one.Second, one.First)) is not null));
    }

    [Fact]
    public void Interpreter_OfAScanner_MakesNoSamplesAndNoFaults()
    {
        var device = new DeviceOptions { Id = "scanner-1", Driver = "serial-scanner", Port = "/dev/x", Profile = { [RereadFilter.Profile] = "300" } };
        var interpreter = new DeviceInterpreter(device, new DriverDescription("serial-scanner", DeviceKind.Scanner, "m", _ => [], (_, _, _) => throw new NotSupportedException()), _desk);

        Assert.Empty(interpreter.Take(new ReadingSignal(new ReadyReading("scanner-1", s_start))));
        Assert.Equal(["scan.read"], interpreter.Take(new ReadingSignal(Read("4006381333931"))).Select(draft => draft.Type));
        Assert.Empty(interpreter.Take(new ReadingSignal(Read("4006381333931", 100))));
    }

    [Fact]
    public void Board_ShowsTheLastScanAndCountsTheRefused()
    {
        var clock = new ManualClock();
        var board = new DeviceBoard(clock, _desk.Decoder);
        board.Register(
            new DeviceOptions { Id = "scanner-1", Driver = "serial-scanner", Port = "/dev/x" },
            new DriverDescription("serial-scanner", DeviceKind.Scanner, "m", _ => [], (_, _, _) => throw new NotSupportedException()));
        board.Show(new ReadyReading("scanner-1", s_start));
        Assert.Null(board.Snapshot()[0].LastSeen);
        board.Show(Read("2112345012506"));
        board.Show(Read("400638133393\u001d"));
        var scan = board.Snapshot()[0].Scan!;

        Assert.Equal((false, "characters", null, "400638133393\u241d", 2L, 1L), (scan.Accepted, scan.Code, scan.Sku, scan.Text, scan.Reads, scan.Refused));
        board.Show(Read("2112345012506"));
        Assert.Equal(("12345", "1.250", "kg", null, 3L, 1L), (board.Snapshot()[0].Scan!.Item, board.Snapshot()[0].Scan!.Weight, board.Snapshot()[0].Scan!.Unit, board.Snapshot()[0].Scan!.Code, board.Snapshot()[0].Scan!.Reads, board.Snapshot()[0].Scan!.Refused));
    }

    private static ScanReading Read(string data, int ms = 0) => new("scanner-1", s_start.AddMilliseconds(ms), "]E0", data);
}
