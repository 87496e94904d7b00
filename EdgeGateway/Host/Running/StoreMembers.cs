using Cloud.Uplink;
using EdgeGateway.Console;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Enrolment;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Members.Identification;
using EdgeGateway.Core.Members.Profiles;
using EdgeGateway.Core.Scanning;
using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Pictures;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>Members in this store: who agreed to be recognised, who is here, and who of the staff is told.</summary>
internal sealed class StoreMembers : IDisposable
{
    private static readonly TimeSpan s_snapshotWait = TimeSpan.FromSeconds(2);

    private readonly GatewayParts _parts;
    private readonly MasterKey _key;
    private readonly FaceRoom _faces;
    private readonly StoreEnrolment _enrolment;
    private readonly StoreCameras _cameras;
    private readonly StoreStaff _staff;
    private readonly MemberSpot _spot;
    private Func<IReadOnlyList<DeviceState>> _devices = static () => [];

    /// <summary>Opens what is kept of them in the data folder, and loads the face models where there are any.</summary>
    /// <param name="parts">What it stands on.</param>
    /// <param name="printing">Where slips go.</param>
    /// <param name="shelving">What is on the shelves here.</param>
    /// <param name="scans">Where cards and codes are scanned.</param>
    /// <exception cref="IOException">A file cannot be used; the message is one line for people.</exception>
    public StoreMembers(GatewayParts parts, StorePrinting printing, StoreShelving shelving, ScanDesk scans)
    {
        _parts = parts;
        var (options, folder) = (parts.Options, parts.Options.DataFolder);
        _key = MasterKey.Load(options.Members, folder);
        Vault = MemberVault.Open(
            Path.Combine(folder, MemberVault.FileName), _key, options.Members, KeepAsync, parts.Clock, parts.Loggers.CreateLogger<MemberVault>());
        parts.Loggers.CreateLogger<StoreMembers>().MemberKeyIs(Vault.GatewayKey.Fingerprint);
        Profiles = ProfileCache.Open(folder, _key, Vault.GatewayKey, options.Gateway, parts.Loggers.CreateLogger<ProfileCache>());
        _staff = new StoreStaff(parts);
        Alerts = new StoreAlerts(
            parts,
            new AlertSources(Profiles.Find, new ShelfStock(shelving.Plates, parts.Clock).OnShelf, member => Vault.GrantFor(member) is not null, () => _staff.Book.OnShift),
            new NoteSeal(plain => _key.Seal(plain, "note"), box => _key.Open(box, "note")),
            printing.Desk);
        Book = new RecognitionBook(Path.Combine(folder, RecognitionBook.FileName), parts.Clock, parts.Loggers.CreateLogger<RecognitionBook>());
        Visits = new VisitDesk(Path.Combine(folder, "visits.json"), options.Visits, KeepAsync, ArrivedAsync, parts.Clock, parts.Loggers.CreateLogger<VisitDesk>());
        Profiles.Changed += _ => Alerts.Desk.SourcesChanged();
        Vault.OnForget(Visits.ForgetAsync);
        Vault.OnForget(Alerts.Desk.ForgetAsync);
        Vision = new StoreVision(parts, Book, Vault.GalleryOf, Visits.TakeAsync);
        _faces = new FaceRoom(() => Vision.Library?.CreateNets(), () => Vision.Problem);
        var sight = new CameraSight(Cameras, LookAsync, Vision.Arm, Vision.ArmedUntil, Today);
        _enrolment = new StoreEnrolment(
            Vault, options.Members, _faces, sight, member => Profiles.Find(member)?.Name, new ReceiptPrinting(printing.Desk, options.Members.ReceiptRole, parts.Clock), parts.Clock);
        _cameras = new StoreCameras(Book, sight, _faces, Vault.GalleryOf, () => _enrolment.EnrolledStaff, parts.Clock);
        _spot = new MemberSpot(new MemberIdentification(Profiles), Visits, () => Vision.Arm(null), IsForMembers, parts.Clock);
        scans.ClaimBy(_spot.Claim);

        async Task KeepAsync(IReadOnlyList<Core.Events.EventDraft> events, CancellationToken cancellationToken) => await parts.KeepAsync(events, cancellationToken);
    }

    /// <summary>Consents and templates.</summary>
    public MemberVault Vault { get; }

    /// <summary>What headquarters said of members.</summary>
    public ProfileCache Profiles { get; }

    /// <summary>What staff are told.</summary>
    public StoreAlerts Alerts { get; }

    /// <summary>What the owner chose for each camera.</summary>
    public RecognitionBook Book { get; }

    /// <summary>Who is here.</summary>
    public VisitDesk Visits { get; }

    /// <summary>The cameras being looked at.</summary>
    public StoreVision Vision { get; }

    /// <summary>Withdrawals taken at a till.</summary>
    public TillWithdrawals TillWithdrawals => new(Vault, _parts.Loggers.CreateLogger<TillWithdrawals>());

    /// <summary>What headquarters may ask of it.</summary>
    public IReadOnlyDictionary<string, CommandHandler> Commands => new MemberCommands(Vault, Profiles).Handlers;

    /// <summary>Works until the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var visits = new CancellationTokenSource();
        var log = Visits.RunAsync(visits.Token);
        var rest = Task.WhenAll(Vault.RunAsync(cancellationToken), Alerts.RunAsync(cancellationToken), _spot.RunAsync(cancellationToken));
        var vision = Vision.RunAsync(cancellationToken);
        await await Task.WhenAny(vision, rest, log);

        // The token has ended them. The cameras come before the visits: what they saw last still becomes events.
        await vision;
        await visits.CancelAsync();
        await log;
        await rest;
    }

    /// <summary>Where the cameras' states are read.</summary>
    public void Watch(DeviceBoard board) => _devices = board.Snapshot;

    /// <summary>What the console answers of members, cameras and staff, and who holds a paired phone.</summary>
    public (IReadOnlyList<ConsoleRoute> Routes, Func<HttpContext, string?> StaffOf) Console(CancellationToken stopping)
    {
        var (phones, roll) = _staff.Endpoints(Alerts.Desk, WithdrawAsync, stopping);
        var members = new MemberEndpoints(_enrolment, phones.StaffOf);
        return ([.. phones.Routes, .. roll.Routes, .. members.Routes, .. Alerts.Routes, .. new CameraEndpoints(_cameras).Routes, .. new IdentifyEndpoint(IdentifyAsync).Routes], phones.StaffOf);
    }

    /// <summary>Listens for staff phones; null where the configuration lets none in.</summary>
    /// <exception cref="IOException">The port is taken; the message is one line for people.</exception>
    public Task<LocalServer?> ListenAsync(RequestDelegate handler, CancellationToken cancellationToken) => _staff.ListenAsync(handler, cancellationToken);

    /// <summary>The names that phones may ask for the console by.</summary>
    public IReadOnlyList<string> Hosts => _staff.Hosts;

    /// <inheritdoc/>
    public void Dispose()
    {
        _cameras.Dispose();
        _enrolment.Dispose();
        _faces.Dispose();
        _staff.Dispose();
        Vision.Dispose();
        Visits.Dispose();
        Alerts.Dispose();
        Profiles.Dispose();
        Vault.Dispose();
        _key.Dispose();
    }

    private IReadOnlyList<SeenCamera> Cameras() =>
    [
        .. _devices().Where(device => device.Kind == DeviceKind.Camera).Select(device => new SeenCamera(
            device.Id, device.Name, device.Availability switch { Availability.Online => "online", Availability.Offline => "offline", _ => "unknown" }, device.Reason, device.Camera)),
    ];

    private async Task<RgbPicture?> LookAsync(string camera, CancellationToken cancellationToken)
    {
        using var frame = await Vision.SnapshotAsync(camera, s_snapshotWait, cancellationToken);
        return frame is null ? null : new RgbPicture(frame.Width, frame.Height, frame.Bytes.ToArray());
    }

    private IReadOnlyList<HourCount> Today(string camera)
    {
        var now = TimeZoneInfo.ConvertTime(_parts.Clock.GetUtcNow(), _parts.Clock.LocalTimeZone);
        return [.. Visits.HoursSince(camera, new DateTimeOffset(now.Date, now.Offset)).Select(hour => new HourCount(hour.From, hour.Count))];
    }

    private async Task<StaffReceipt?> WithdrawAsync(string member, string staff, CancellationToken cancellationToken) =>
        await Vault.WithdrawAsync(member, staff, "phone", cancellationToken) is { } receipt ? new StaffReceipt(receipt.Consent.ToString(), receipt.Subject, receipt.WithdrawnAt) : null;

    private async Task<IdentifyAnswer?> IdentifyAsync(string text, CancellationToken cancellationToken) =>
        await _spot.IdentifyAsync(text, cancellationToken) is var (member, hasArrived)
            ? new IdentifyAnswer(member.Member, Profiles.Find(member.Member)?.Name, member.How, hasArrived) : null;

    private bool IsForMembers(string scanner) => _devices().Any(device => device.Id == scanner && device.Role == MemberSpot.ScannerRole);

    private Task ArrivedAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        Vault.Visited(arrival.Member, arrival.Time);
        return Alerts.Desk.ArrivedAsync(arrival, cancellationToken);
    }
}
