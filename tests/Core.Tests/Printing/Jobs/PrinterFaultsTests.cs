using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Printing.Jobs;

namespace Core.Tests.Printing.Jobs;

public sealed class PrinterFaultsTests
{
    private readonly PrinterFaults _faults = new();
    private DateTimeOffset _now = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero);

    [Fact]
    public void NearEnd_ThatFlutters_IsToldOnceARoll()
    {
        var told = new List<PrinterFault>();
        for (var i = 0; i < 200; i++)
        {
            told.AddRange(Take(0.5, i % 3 == 0 ? PaperState.Present : PaperState.NearEnd));
        }

        Assert.Equal([new PrinterFault(true, PrinterFaults.NearEnd)], told);
        Assert.Empty(Take(1, PaperState.Present));
        Assert.Empty(Take(58, PaperState.Present));
        Assert.Equal([new PrinterFault(false, "there is plenty of paper again")], Take(3, PaperState.Present));
        Assert.Equal([new PrinterFault(true, PrinterFaults.NearEnd)], Take(1, PaperState.NearEnd));
    }

    [Fact]
    public void Obstacle_ThatLasts_IsToldOnceWithEverythingAndItsEndToo()
    {
        Assert.Empty(Take(0, PaperState.Out, cover: true));
        Assert.Empty(Take(2, PaperState.Out, cover: true));
        Assert.Equal([new PrinterFault(true, "paper_out, cover_open")], Take(1, PaperState.Out, cover: true));
        Assert.Empty(Take(60, PaperState.Out, cover: true));
        Assert.Equal([new PrinterFault(false, "the fault is over")], Take(1, PaperState.Present));
    }

    [Fact]
    public void Obstacle_ThatPasses_IsNotWorthAnEvent()
    {
        Assert.Empty(Take(0, PaperState.Present, cover: true));
        Assert.Empty(Take(2.9, PaperState.Present, cover: true));
        Assert.Empty(Take(1, PaperState.Present));
        Assert.Empty(Take(5, PaperState.Present, cover: true));
    }

    [Fact]
    public void AnotherObstacle_WhileOneLasts_IsToldToo()
    {
        Take(0, PaperState.Present, cover: true);
        Take(4, PaperState.Present, cover: true);
        Take(1, PaperState.Present, cover: true, "cutter");

        Assert.Equal([new PrinterFault(true, "cover_open, cutter")], Take(4, PaperState.Present, cover: true, "cutter"));
    }

    [Fact]
    public void Silence_SaysNothing()
    {
        Take(0, PaperState.Out);
        Assert.Empty(_faults.Take(new PrinterReading("p", _now.AddSeconds(10), PrinterStatus.Silent)));
    }

    private IReadOnlyList<PrinterFault> Take(double after, PaperState paper, bool cover = false, params string[] faults)
    {
        _now = _now.AddSeconds(after);
        return _faults.Take(new PrinterReading("p", _now, new PrinterStatus(true, true, paper, cover, faults, default)));
    }
}
