using Cloud.Contracts;
using Cloud.Crm.Ingest;

namespace Cloud.Tests.Crm;

/// <summary>The rule of "once, in order, without a hole" by itself, at the edge of each of its numbers.</summary>
public sealed class GatewayProgressTests
{
    private readonly GatewayProgress _progress = new() { Id = 1, Name = "gw-1" };

    [Theory]
    [InlineData(6, 9, nameof(AdmissionKind.Next))]
    [InlineData(7, 9, nameof(AdmissionKind.Hole))]
    [InlineData(3, 6, nameof(AdmissionKind.Next))]
    [InlineData(3, 5, nameof(AdmissionKind.Seen))]
    [InlineData(1, 4, nameof(AdmissionKind.Seen))]
    public void Admit_OfAKnownEpoch_TakesWhatContinuesIt(long first, long last, string expected)
    {
        Commit(Header("1-a", 1, 5));
        var admission = _progress.Admit(Header("1-a", first, last));
        Assert.Equal(expected, admission.Kind.ToString());
        Assert.Equal(expected == nameof(AdmissionKind.Next) ? null : new CursorDocument("1-a", 5, expected == nameof(AdmissionKind.Hole)), admission.Cursor);
    }

    [Fact]
    public void Admit_TheFirstEpoch_BeginsAtOneWithoutANotice()
    {
        Assert.Null(Commit(Header("1-a", 1, 5)).Notice);
        Assert.Contains("follows nothing", Commit(Header("1-b", 1, 5)).Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Admit_AnEpochThatLostItsBeginning_IsAskedForItAndTakenOnceThereIsNone()
    {
        Assert.Equal(Admission.Unresolved(new("1-a", 0, Replay: true)), _progress.Admit(Header("1-a", 2, 5)));
        var taken = _progress.Admit(Header("1-a", 2, 5), cannotResend: true);
        Assert.Equal((AdmissionKind.Next, 2, 1), (taken.Kind, taken.Epoch!.First, taken.Epoch.Position));
        Assert.NotNull(taken.Notice);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void Admit_TheNextEpoch_OnceTheOneBeforeIsWhole(long after, bool admitted)
    {
        Commit(Header("1-a", 1, 5));
        var admission = _progress.Admit(Header("2-b", after + 1, 9, new EpochEnd("1-a", after)));
        Assert.Equal(admitted ? AdmissionKind.Next : AdmissionKind.Hole, admission.Kind);
        Assert.Equal(admitted ? null : new CursorDocument("1-a", 5, Replay: true), admission.Cursor);
        Assert.Null(admission.Notice);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void Admit_AfterAnEpochNeverHeardOf_TakesItWhereItsEndWasPassed(long after, bool admitted)
    {
        Commit(Header("1-a", 1, 5));
        var header = Header("3-c", after + 1, 9, new EpochEnd("2-b", after));
        var admission = _progress.Admit(header);
        Assert.Equal(admitted ? AdmissionKind.Next : AdmissionKind.Unresolved, admission.Kind);
        Assert.Equal(admitted ? null : new CursorDocument("1-a", 5, Replay: true), admission.Cursor);
        if (!admitted)
        {
            Assert.Contains("never came", _progress.Admit(header, cannotResend: true).Notice, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Admit_AfterAnEpochNeverHeardOfAndNothingKnown_AsksForThatEpoch() =>
        Assert.Equal(Admission.Unresolved(new("1-a", 0, Replay: true)), _progress.Admit(Header("2-b", 6, 9, new EpochEnd("1-a", 5))));

    [Fact]
    public void Advance_AnOlderEpoch_MovesTheCursorAndNotTheHighest()
    {
        Commit(Header("1-a", 1, 5));
        Commit(Header("2-b", 6, 9, new EpochEnd("1-a", 5)));
        Assert.Equal((2, "2-b", 9L), (_progress.EpochCount, _progress.HighestEpoch, _progress.HighestSeq));
        _progress.Advance(_progress.Admit(Header("1-a", 6, 9)).Epoch!, 9);
        Assert.Equal(new CursorDocument("1-a", 9, Replay: false), _progress.Cursor());
        Assert.Equal(("2-b", 9L), (_progress.HighestEpoch, _progress.HighestSeq));
    }

    private Admission Commit(BatchHeader header)
    {
        var admission = _progress.Admit(header);
        Assert.Equal(AdmissionKind.Next, admission.Kind);
        _progress.Advance(admission.Epoch!, header.Last);
        return admission;
    }

    private static BatchHeader Header(string epoch, long first, long last, EpochEnd? after = null) => new(epoch, first, last, [], after, false, 0, null);
}
