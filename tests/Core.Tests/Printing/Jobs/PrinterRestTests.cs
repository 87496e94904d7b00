using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Printing.Jobs;

namespace Core.Tests.Printing.Jobs;

/// <summary>A printer that rests for a while, because the disk refused or because it says nothing, is looked at again, and no sooner.</summary>
public sealed class PrinterRestTests : IDisposable
{
    private readonly PrintFixture _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Printer_ThatNeverAnswers_GoesOnAfterTheDiskRefused()
    {
        var clone = _shop.Add("clone", StatusAnswers.None);
        _shop.Stations[0].Rests("the file of print jobs cannot be written", _shop.Clock.GetUtcNow());
        _shop.Submit("milk", printer: "clone");
        await _shop.WorkAsync();
        Assert.Empty(clone.Paper);

        _shop.Advance(3);
        await _shop.TurnAsync(_shop.Stations[0]);

        Assert.Equal(["milk"], clone.Paper.Select(sheet => sheet.Text));
    }

    [Fact]
    public async Task Printer_ThatNeverAnswersAndMustNotGetJobs_IsNotOpenedAgainAtOnce()
    {
        _shop.Options.UnknownStatus = UnknownStatus.Block;
        var clone = _shop.Add("clone", StatusAnswers.None);
        _shop.Submit("milk", printer: "clone");
        await _shop.TurnAsync(_shop.Stations[0]);
        _shop.Advance(6);
        await _shop.TurnAsync(_shop.Stations[0]);
        var opened = clone.Opened;

        Assert.False(await _shop.TurnAsync(_shop.Stations[0]));
        Assert.Equal(opened, clone.Opened);
    }
}
