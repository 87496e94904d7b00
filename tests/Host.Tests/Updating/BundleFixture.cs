using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using EdgeGateway.Host.Updating;

namespace Host.Tests.Updating;

/// <summary>Bundles made as deploy/update/make-bundle.sh makes them, by Debian's minisign and tar, and the folder that a gateway takes them into.</summary>
internal sealed class BundleFixture : IDisposable
{
    public const string Missing = "minisign is not installed (Debian package minisign)";

    private readonly TemporaryFolder _folder = new();
    private int _made;

    public BundleFixture()
    {
        Directory.CreateDirectory(Data);
        Directory.CreateDirectory(Keys);
        if (HasMinisign)
        {
            NewKey("update.pub", "secret.key");
        }
    }

    public static bool HasMinisign { get; } = File.Exists("/usr/bin/minisign");

    public string Path => _folder.Path;

    public string Data => System.IO.Path.Combine(_folder.Path, "data");

    public string Keys => System.IO.Path.Combine(_folder.Path, "keys");

    public string Updates => UpdateFolder.In(Data);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The folder of updates, with minisign and this fixture's keys.</summary>
    public UpdateFolder Open(Action<UpdateStep>? took = null, long packaged = 0) =>
        new(Updates, packaged, new UpdateKeys(Keys, TimeProvider.System).CheckAsync) { Took = took ?? (static _ => { }) };

    public UpdateJournal Journal() => UpdateJournal.Read(Updates);

    public void NewKey(string name, string secret) =>
        Run("minisign", "-G", "-f", "-W", "-p", System.IO.Path.Combine(Keys, name), "-s", System.IO.Path.Combine(_folder.Path, secret));

    /// <summary>A bundle of small files.</summary>
    /// <param name="serial">Its serial.</param>
    /// <param name="edit">Changes the manifest's text before it is signed.</param>
    /// <param name="secret">The key.</param>
    public byte[] Bundle(long serial = 100, Func<string, string>? edit = null, string secret = "secret.key") => Bundle(serial, new Dictionary<string, byte[]>
    {
        ["edge-gateway.dll"] = Encoding.ASCII.GetBytes($"program of serial {serial}"),
        ["libe_sqlite3.so"] = RandomNumberGenerator.GetBytes(1500),
        ["runtimes/any/nothing"] = [],
    }, edit, secret);

    /// <summary>A bundle of these files.</summary>
    public byte[] Bundle(long serial, IReadOnlyDictionary<string, byte[]> files, Func<string, string>? edit = null, string secret = "secret.key")
    {
        var tree = Directory.CreateDirectory(System.IO.Path.Combine(_folder.Path, $"tree-{_made++}")).FullName;
        var text = new StringBuilder($"edge-gateway update 1\nversion 0.{serial}.0\nserial {serial}\narch {UpdateFolder.Arch}\ncreated 2026-11-22T18:00:00Z\noutbox 1 1 1\n");
        var names = files.Keys.Order(StringComparer.Ordinal).ToArray();
        foreach (var name in names)
        {
            var path = System.IO.Path.Combine(tree, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, files[name]);
            text.Append($"file {Convert.ToHexStringLower(SHA256.HashData(files[name]))} {files[name].Length} {name}\n");
        }

        File.WriteAllText(System.IO.Path.Combine(tree, "manifest"), (edit ?? (static same => same))(text.ToString()));
        Run("minisign", "-S", "-s", System.IO.Path.Combine(_folder.Path, secret), "-c", "edge-gateway update", "-t", $"serial {serial}",
            "-x", System.IO.Path.Combine(tree, "manifest.minisig"), "-m", System.IO.Path.Combine(tree, "manifest"));
        var bundle = tree + ".update";
        Run("tar", ["-C", tree, "--format=ustar", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0", "--mode=0644", "--blocking-factor=1", "--no-recursion", "-cf", bundle,
            "manifest", "manifest.minisig", .. names]);
        return File.ReadAllBytes(bundle);
    }

    public async Task<UpdateManifest> StageAsync(byte[] bundle, Action<UpdateStep>? took = null) => await Open(took).StageAsync(new MemoryStream(bundle), Stop);

    public void Dispose() => _folder.Dispose();

    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        var words = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ends with {process.ExitCode}: {words}");
    }
}
