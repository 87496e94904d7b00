using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Members;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Members.Profiles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Core.Tests.Members;

/// <summary>A cache in a folder of its own, and a headquarters that seals runs for it.</summary>
internal sealed class ProfileStore : IDisposable
{
    internal static readonly byte[] Lookup = [.. Enumerable.Repeat((byte)9, 32)];

    internal ProfileStore() => Cache = Open();

    internal string Folder { get; } = Directory.CreateTempSubdirectory("profiles-").FullName;

    internal MasterKey Master { get; private set; } = MasterKey.Ephemeral();

    internal GatewayKey Key { get; } = GatewayKey.Create();

    internal ProfileCache Cache { get; private set; }

    internal string File => Path.Combine(Folder, ProfileCache.FileName);

    internal static ProfileEntry Member(string id, string name = "Lin Wei", string? card = null, string? phone = null, byte secret = 1) => new(
        id, name, "gold", null, [new ProfileGoods("s-1", "Oat milk")], ["tea"], null, DateTimeOffset.UnixEpoch, Code(id), [.. Enumerable.Repeat(secret, 32)],
        card is null ? null : LookupHash.OfCard(Lookup, card), phone is null ? null : LookupHash.OfPhone(Lookup, phone, "86"));

    internal static string Code(string id) => id.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant().PadLeft(MemberCode.CodeLength, '0');

    internal ProfilesDocument Run(long after, long upTo, IReadOnlyList<ProfileEntry> members, IReadOnlyList<string>? gone = null, string line = "line-1", string gateway = "gw-1") => new(
        line, after, upTo,
        SealedBox.Seal(
            [.. Key.PublicKey], JsonSerializer.SerializeToUtf8Bytes(new ProfileRun(Lookup, "86", members, gone ?? []), MemberJson.Default.ProfileRun),
            MemberCommands.ProfilesPurpose(gateway, line, after, upTo)));

    internal void Restart(bool withAnotherKey = false)
    {
        Cache.Dispose();
        if (withAnotherKey)
        {
            Master.Dispose();
            Master = MasterKey.Ephemeral();
        }

        Cache = Open();
    }

    public void Dispose()
    {
        Cache.Dispose();
        Key.Dispose();
        Master.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private ProfileCache Open() => ProfileCache.Open(Folder, Master, Key, "gw-1", NullLogger.Instance);
}
