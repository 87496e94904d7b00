using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Uplink;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Cloud.Tests.Uplink;

/// <summary>A wanted configuration is in force whole or not at all, and is trusted when what worked before goes on working.</summary>
public sealed class TwinTrialTests : IDisposable
{
    private const string Scale1 = "device 'scale-1'";
    private const string Scale2 = "device 'scale-2'";

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("twin-").FullName;
    private readonly ManualClock _clock = new();
    private readonly Dictionary<string, string?> _inForce = new() { ["planogram"] = null, ["prices"] = null };
    private readonly List<string> _put = [];
    private volatile IReadOnlyCollection<string> _works = [TwinTrial.Headquarters, Scale1, Scale2];
    private readonly SemaphoreSlim _begun = new(0);
    private TaskCompletionSource _disk = new();
    private bool _diskIsFull;
    private CancellationTokenSource _life = new();
    private TwinApplication _twin = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public TwinTrialTests() => _disk.SetResult();

    private string File => Path.Combine(_folder, "twin.json");

    public void Dispose()
    {
        _life.Dispose();
        _begun.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(Scale1)]
    [InlineData(TwinTrial.Headquarters)]
    public async Task Trial_InWhichSomethingIsLost_IsRolledBackAndSaysWhat(string lost)
    {
        await StartAsync();
        await TrustAsync(1, """{"planogram":1,"prices":1}""");
        var later = await ApplyAsync(2, """{"planogram":2}""");
        Assert.Equal((2, null), InForce);
        _works = [.. _works.Where(name => name != lost)];
        await PassAsync(later, TimeSpan.FromSeconds(40));

        var report = await later;

        Assert.Equal((2, ReportedDocument.RolledBack), (report!.Version, report.Status));
        Assert.Equal($"what worked before it did not any more: {lost}", Assert.Single(report.Errors).Message);
        Assert.Equal((1, 1), InForce);
    }

    [Fact]
    public async Task RolledBack_ComesAgain_IsNotTriedAgain_AlsoAfterARestart_AndTheNextVersionIs()
    {
        await StartAsync();
        var later = await ApplyAsync(1, """{"planogram":1}""");
        var worked = _works;
        _works = [Scale2];
        await PassAsync(later, TimeSpan.FromSeconds(40));
        await later;
        _works = worked;
        await StartAsync();
        _put.Clear();

        var again = await _twin.ApplyAsync(Document(1, """{"planogram":1}"""), _life.Token);

        Assert.Equal((ReportedDocument.RolledBack, null), (again!.Report.Status, again.Later));
        Assert.Equal("what worked before it did not any more: device 'scale-1', headquarters", again.Report.Errors[0].Message);
        Assert.Empty(_put);
        await TrustAsync(2, """{"planogram":1}""");
        Assert.Equal((1, null), InForce);
    }

    [Fact]
    public async Task Outage_ThatBeganBeforeTheConfiguration_RollsNothingBack()
    {
        _works = [Scale1];
        await StartAsync();

        await TrustAsync(1, """{"planogram":1}""");

        Assert.Equal((1, null), InForce);
    }

    [Fact]
    public async Task Loss_ShorterThanItsGrace_RollsNothingBack()
    {
        await StartAsync();
        var worked = _works;
        var later = await ApplyAsync(1, """{"planogram":1}""");
        await PassAsync(later, TimeSpan.FromSeconds(100));
        _works = [TwinTrial.Headquarters, Scale1];
        await PassAsync(later, TimeSpan.FromSeconds(25));
        Assert.False(later.IsCompleted);
        _works = worked;
        await PassAsync(later, s_look);

        Assert.Null(await later);
        Assert.Equal((1, null), InForce);
    }

    [Fact]
    public async Task Losses_InTurn_EndTheTrialAllTheSame()
    {
        await StartAsync();
        var later = await ApplyAsync(1, """{"planogram":1}""");
        for (var i = 0; i < 40 && !later.IsCompleted; i++)
        {
            _works = i % 2 == 0 ? [TwinTrial.Headquarters, Scale1] : [TwinTrial.Headquarters, Scale2];
            await PassAsync(later, s_look);
        }

        Assert.Equal(ReportedDocument.RolledBack, (await later)!.Status);
    }

    [Fact]
    public async Task Restart_WithinATrial_GoesBackBeforeAnyConnection_AndSaysSo()
    {
        await StartAsync();
        await TrustAsync(1, """{"planogram":1}""");
        await ApplyAsync(2, """{"planogram":2}""");

        await StartAsync();

        Assert.Equal((1, null), InForce);
        var report = (await _twin.ApplyAsync(Document(2, """{"planogram":2}"""), _life.Token))!.Report;
        Assert.Equal((2, ReportedDocument.RolledBack), (report.Version, report.Status));
        Assert.Equal("the gateway was started anew within its trial", Assert.Single(report.Errors).Message);
        Assert.Equal((1, null), InForce);
    }

    [Fact]
    public async Task PowerCut_WhileItIsBeingPutInForce_GoesBack()
    {
        await StartAsync();
        await TrustAsync(1, """{"planogram":1,"prices":1}""");
        await _life.CancelAsync();

        // Half of it is in force when the power goes.
        await _twin.ApplyAsync(Document(2, """{"planogram":2,"prices":2}"""), Cancel);
        _inForce["prices"] = "1";
        await StartAsync();

        Assert.Equal((1, 1), InForce);
    }

    [Fact]
    public async Task Trusted_IsInForceAgainAfterARestart_WithoutHeadquarters()
    {
        await StartAsync();
        await TrustAsync(1, """{"planogram":1}""");
        _inForce["planogram"] = null;

        await StartAsync();

        Assert.Equal((1, null), InForce);
        _put.Clear();
        Assert.Null((await _twin.ApplyAsync(Document(1, """{"planogram":1}"""), _life.Token))!.Later);
        Assert.Empty(_put);
    }

    [Fact]
    public async Task OneThatCameAgainWithinItsTrial_IsNotBegunAnew()
    {
        await StartAsync();
        var later = await ApplyAsync(1, """{"planogram":1}""");
        _works = [TwinTrial.Headquarters, Scale1];

        var again = await _twin.ApplyAsync(Document(1, """{"planogram":1}"""), _life.Token);

        Assert.Equal((ReportedDocument.Applied, null), (again!.Report.Status, again.Later));
        await PassAsync(later, TimeSpan.FromSeconds(40));
        Assert.Equal(ReportedDocument.RolledBack, (await later)!.Status);
    }

    [Fact]
    public async Task Overtaken_WithinItsTrial_LeavesTheNextToBeMeasuredByWhatWorkedBeforeBoth()
    {
        await StartAsync();
        await TrustAsync(1, """{"planogram":1}""");
        var overtaken = await ApplyAsync(2, """{"planogram":2}""");
        _works = [TwinTrial.Headquarters];
        var later = await ApplyAsync(3, """{"planogram":3}""");
        await _clock.WhenArmedAsync(2, Cancel);
        await PassAsync(later, TimeSpan.FromSeconds(40));

        Assert.Null(await overtaken);
        Assert.Equal((3, ReportedDocument.RolledBack), ((await later)!.Version, (await later)!.Status));
        Assert.Equal((1, null), InForce);
    }

    [Fact]
    public async Task TakenBackByAPersonWithinItsTrial_IsTrustedAtOnce()
    {
        await StartAsync();
        await TrustAsync(1, """{"planogram":1}""");
        await ApplyAsync(2, """{"planogram":2}""");

        Assert.Null((await _twin.ApplyAsync(Document(3, """{"planogram":1}"""), _life.Token))!.Later);

        await StartAsync();
        Assert.Equal((1, null), InForce);
        Assert.Equal(ReportedDocument.Applied, (await _twin.ApplyAsync(Document(3, """{"planogram":1}"""), _life.Token))!.Report.Status);
    }

    [Fact]
    public async Task Mistake_InOneSection_LeavesEveryOtherAlone()
    {
        await StartAsync();
        await TrustAsync(1, """{"planogram":1,"prices":1}""");
        _put.Clear();

        var outcome = await _twin.ApplyAsync(Document(2, """{"planogram":2,"prices":"wrong"}"""), _life.Token);

        Assert.Equal(ReportedDocument.Refused, outcome!.Report.Status);
        Assert.Equal("config.prices", Assert.Single(outcome.Report.Errors).Path);
        Assert.Empty(_put);
        Assert.Equal((1, 1), InForce);
    }

    [Fact]
    public async Task Section_ThatCannotBePutInForce_PutsTheOthersBack()
    {
        await StartAsync();
        await TrustAsync(1, """{"planogram":1,"prices":1}""");
        _diskIsFull = true;

        var outcome = await _twin.ApplyAsync(Document(2, """{"planogram":2,"prices":2}"""), _life.Token);

        Assert.Equal((ReportedDocument.Refused, null), (outcome!.Report.Status, outcome.Later));
        Assert.Equal("config.prices", outcome.Report.Errors[0].Path);
        Assert.Equal((1, 1), InForce);

        // It was not tried: after a restart it is taken in like any other.
        _diskIsFull = false;
        await StartAsync();
        Assert.NotNull(await ApplyAsync(2, """{"planogram":2,"prices":2}"""));
    }

    [Fact]
    public async Task Disk_ThatDoesNotTakeWhatIsGoneBackTo_IsARefusal()
    {
        await StartAsync();
        Directory.CreateDirectory(File + ".new");

        var outcome = await _twin.ApplyAsync(Document(1, """{"planogram":1}"""), _life.Token);

        Assert.Equal(ReportedDocument.Refused, outcome!.Report.Status);
        Assert.StartsWith("it could not be gone back from", Assert.Single(outcome.Report.Errors).Message, StringComparison.Ordinal);
        Assert.Equal((null, null), InForce);

        // What worked then is not asked of the next one.
        Directory.Delete(File + ".new");
        _works = [TwinTrial.Headquarters, Scale1];
        await TrustAsync(2, """{"planogram":2}""");
        Assert.Equal((2, null), InForce);
    }

    [Fact]
    public async Task OneWithTheSameSections_IsTrustedAtOnce_AndOneThatSharesOnlySomeIsTried()
    {
        await StartAsync();
        await TrustAsync(1, """{"planogram":1,"prices":1}""");
        Assert.Null((await _twin.ApplyAsync(Document(2, """{"planogram":1,"prices":1}"""), _life.Token))!.Later);
        await StartAsync();
        _put.Clear();
        Assert.Null((await _twin.ApplyAsync(Document(2, """{"planogram":1,"prices":1}"""), _life.Token))!.Later);
        Assert.Empty(_put);
        await TrustAsync(3, """{"planogram":1,"prices":3}""");
        Assert.Equal((1, 3), InForce);
    }

    [Fact]
    public async Task One_WaitsUntilTheOneBeforeItIsInForce()
    {
        await StartAsync();
        _disk = new TaskCompletionSource();
        var first = _twin.ApplyAsync(Document(1, """{"planogram":1}"""), _life.Token);
        await _begun.WaitAsync(Cancel);
        var second = _twin.ApplyAsync(Document(2, """{"planogram":2}"""), _life.Token);
        Assert.Equal(0, _begun.CurrentCount);
        _disk.SetResult();
        await first;
        await second;
        Assert.Equal((2, null), InForce);
    }

    [Fact]
    public async Task Section_WhoseCheckThrows_IsARefusal()
    {
        await StartAsync();
        var outcome = await _twin.ApplyAsync(Document(1, """{"planogram":{"throw":true}}"""), _life.Token);
        Assert.Equal((ReportedDocument.Refused, "config.planogram", "the gateway failed on it: not a number"), (outcome!.Report.Status, outcome.Report.Errors[0].Path, outcome.Report.Errors[0].Message));
    }

    [Fact]
    public void Defaults_AreThoseThatTheDocumentationNames()
    {
        var trial = new TwinTrial(File, () => _works);
        Assert.Equal((TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5)), (trial.Length, trial.Grace, trial.Look));
    }

    [Theory]
    [InlineData("""{"trusted":{"sections":{"planogram":null}}}""")]
    [InlineData("""{"trial":{"version":3}}""")]
    [InlineData("[")]
    public async Task Memory_ThatCannotBeRead_LeavesWhatIsInForceToBeGoneBackTo(string text)
    {
        await System.IO.File.WriteAllTextAsync(File, text, Cancel);
        _inForce["planogram"] = "7";
        await StartAsync();
        var later = await ApplyAsync(8, """{"planogram":8}""");
        _works = [];
        await PassAsync(later, TimeSpan.FromSeconds(40));

        Assert.Equal(ReportedDocument.RolledBack, (await later)!.Status);
        Assert.Equal((7, null), InForce);
    }

    private (int? Planogram, int? Prices) InForce => (Number("planogram"), Number("prices"));

    private int? Number(string section) => _inForce[section] is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>Time goes on, look by look, until it has passed or the trial has ended.</summary>
    private async Task PassAsync(Task trial, TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time && !trial.IsCompleted; passed += s_look)
        {
            _clock.Advance(s_look);
            await Task.WhenAny(trial, _clock.WhenArmedAsync(1, Cancel));
        }
    }

    /// <summary>The gateway is started, or what was running is cut off and started anew.</summary>
    private async Task StartAsync()
    {
        await _life.CancelAsync();
        _life.Dispose();
        _life = new CancellationTokenSource();
        _twin = new TwinApplication(
            new Dictionary<string, TwinSection> { ["planogram"] = Section("planogram"), ["prices"] = Section("prices") }, new TwinTrial(File, () => _works), _clock, NullLogger.Instance);
        await _twin.StartAsync(_life.Token);
    }

    private TwinSection Section(string name) => new(
        section => section.ValueKind == JsonValueKind.Number ? []
            : section.ValueKind == JsonValueKind.Object ? throw new InvalidOperationException("not a number") : [new TwinMistake("", "expected a number")],
        async (section, _) =>
        {
            _begun.Release();
            await _disk.Task;
            if (_diskIsFull && name == "prices" && section?.GetRawText() == "2")
            {
                return [new TwinMistake("", "the disk is full")];
            }

            _put.Add(name);
            _inForce[name] = section?.GetRawText();
            return [];
        },
        () => _inForce[name]);

    private async Task TrustAsync(long version, string config)
    {
        var later = await ApplyAsync(version, config);
        await PassAsync(later, TimeSpan.FromSeconds(125));
        Assert.Null(await later);
    }

    private async Task<Task<ReportedDocument?>> ApplyAsync(long version, string config)
    {
        var outcome = await _twin.ApplyAsync(Document(version, config), _life.Token);
        Assert.Equal(ReportedDocument.Applied, outcome!.Report.Status);
        await _clock.WhenArmedAsync(1, Cancel);
        return outcome.Later!;
    }

    private static byte[] Document(long version, string config) => Encoding.UTF8.GetBytes($$"""{"version":{{version}},"config":{{config}}}""");
}
