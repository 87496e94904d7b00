using System.Text.Json;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Outbox;
using Microsoft.Data.Sqlite;
using Tests.Shared;

namespace Core.Tests.Members;

/// <summary>A vault in a folder, with an outbox that can refuse. A copy of the folder as it is on the disk is what a kill would leave.</summary>
internal sealed class VaultFixture : IDisposable
{
    public const string Pack = "clean-1";
    public const int Dimensions = 128;

    private readonly List<IDisposable> _open = [];
    private readonly HashSet<Guid> _known = [];

    public VaultFixture()
        : this(MasterKey.Ephemeral(), new ManualClock())
    {
    }

    private VaultFixture(MasterKey key, ManualClock clock) => (Key, Clock) = (key, clock);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public string Folder { get; } = Directory.CreateTempSubdirectory("vault-").FullName;

    public MasterKey Key { get; }

    public ManualClock Clock { get; }

    public MembersOptions Options { get; } = new();

    public RecordedLog<MemberVault> Log { get; } = new();

    /// <summary>What the outbox holds, each origin id once.</summary>
    public List<EventDraft> Kept { get; } = [];

    /// <summary>Whether the outbox refuses.</summary>
    public bool IsFull { get; set; }

    /// <summary>Where a call hands events over and does not come back.</summary>
    public TaskCompletionSource? Hangs { get; set; }

    public string File => Path.Combine(Folder, MemberVault.FileName);

    public MemberVault Open(MasterKey? key = null)
    {
        var vault = MemberVault.Open(File, key ?? Key, Options, KeepAsync, Clock, Log);
        _open.Add(vault);
        return vault;
    }

    /// <summary>The types of the events kept, with the reason where one is said.</summary>
    public IEnumerable<string> Told() => Kept.Select(draft =>
    {
        var data = JsonDocument.Parse(draft.Data).RootElement;
        return draft.Type + (data.TryGetProperty("reason", out var reason) ? $" {reason.GetString()}" : "");
    });

    /// <summary>A fixture on a copy of the files as they are now, while nothing is closed or flushed.</summary>
    public VaultFixture Killed()
    {
        var after = new VaultFixture(Key, Clock);
        foreach (var file in Directory.GetFiles(Folder).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            System.IO.File.Copy(file, Path.Combine(after.Folder, Path.GetFileName(file)));
        }

        after.Kept.AddRange(Kept);
        after._known.UnionWith(_known);
        return after;
    }

    public static ConsentRequest Request(string member, SubjectKind kind = SubjectKind.Member, bool otherStores = false) =>
        new(member, kind, ConsentTexts.Current, "en", ConsentHow.OnPage, "ann", AgeConfirmed: true, otherStores);

    public static async Task<ConsentGrant> GrantAsync(MemberVault vault, string member, SubjectKind kind = SubjectKind.Member, bool otherStores = false)
    {
        await vault.GiveAsync(Request(member, kind, otherStores), Token);
        return vault.GrantFor(member)!;
    }

    /// <summary>Consent and template of a member.</summary>
    public static async Task EnrolAsync(MemberVault vault, string member, int seed, string pack = Pack, bool otherStores = false)
    {
        using var template = Template(seed, pack);
        vault.Enrol(await GrantAsync(vault, member, otherStores: otherStores), template, "ann");
    }

    public static FaceTemplate Template(int seed, string pack = Pack, int photos = 3) => new(pack, Numbers(seed), photos);

    /// <summary>A direction of its own for each seed, of length 1.</summary>
    public static float[] Numbers(int seed)
    {
        var random = new Random(seed);
        var numbers = Enumerable.Range(0, Dimensions).Select(_ => (float)((random.NextDouble() * 2) - 1)).ToArray();
        var length = MathF.Sqrt(numbers.Sum(n => n * n));
        return [.. numbers.Select(n => n / length)];
    }

    /// <summary>Whom the gallery names for a face.</summary>
    public static string? Named(MemberVault vault, int seed) =>
        vault.GalleryOf(Pack).Best(Numbers(seed)) is { Similarity: > 0.99f } match ? match.Subject : null;

    /// <summary>The locked templates and keys in the file, by the file's own account.</summary>
    public IReadOnlyList<(byte[] Box, byte[] Key)> Boxes()
    {
        using var copy = new SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=False");
        copy.Open();
        using var read = copy.CreateCommand();
        read.CommandText = "SELECT face.box, face_key.box FROM face JOIN face_key USING(consent) JOIN consent ON consent.id = face.consent ORDER BY consent.subject";
        using var rows = read.ExecuteReader();
        var all = new List<(byte[], byte[])>();
        while (rows.Read())
        {
            all.Add(((byte[])rows[0], (byte[])rows[1]));
        }

        return all;
    }

    /// <summary>Changes the file as somebody would who may write it.</summary>
    public void Execute(string sql)
    {
        using var file = new SqliteConnection($"Data Source={File};Pooling=False");
        file.Open();
        using var command = file.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Every byte in the folder.</summary>
    public byte[] AllBytes() => [.. Directory.GetFiles(Folder).SelectMany(System.IO.File.ReadAllBytes)];

    public void Dispose()
    {
        foreach (var open in _open)
        {
            open.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    public async Task KeepAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken)
    {
        if (IsFull)
        {
            throw new OutboxFullException("The outbox is full.");
        }

        if (Hangs is { } hangs)
        {
            await hangs.Task.WaitAsync(cancellationToken);
        }

        Kept.AddRange(events.Where(draft => _known.Add(draft.OriginId!.Value)));
    }
}
