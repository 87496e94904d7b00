using System.Runtime.InteropServices;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Setup;

namespace EdgeGateway.Host.Updating;

/// <summary>The folder of updates: two slots and a journal. Whoever changes it holds its lock.</summary>
/// <param name="folder">In the gateway's data folder.</param>
/// <param name="packaged">The serial of the version that the package brought; 0 where it has none.</param>
/// <param name="check">Whether a file's signature is good; throws where it is not.</param>
internal sealed class UpdateFolder(string folder, long packaged, SignatureCheck check)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where the launcher says it is; null in a process that it did not start, which takes no part in updates.</summary>
    public const string FolderVariable = "EDGE_GATEWAY_UPDATE";

    /// <summary>The slot that this process was started from; empty for the package's version.</summary>
    public const string SlotVariable = "EDGE_GATEWAY_SLOT";

    /// <summary>The serial of the package's version.</summary>
    public const string SerialVariable = "EDGE_GATEWAY_SERIAL";

    /// <summary>Where it is.</summary>
    public string Path => folder;

    /// <summary>Called after each step; a test ends it there.</summary>
    public Action<UpdateStep> Took { get; init; } = static _ => { };

    /// <summary>The folder in a data folder.</summary>
    public static string In(string dataFolder) => System.IO.Path.Combine(dataFolder, "update");

    /// <summary>Debian's name of this processor.</summary>
    public static string Arch => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64";

    /// <summary>The serial of the package's version, as the launcher says.</summary>
    public static long PackagedSerial => long.TryParse(Environment.GetEnvironmentVariable(SerialVariable), out var serial) ? serial : 0;

    /// <summary>A slot's folder.</summary>
    public string Slot(string slot) => System.IO.Path.Combine(folder, slot);

    /// <summary>The manifest of a slot; null where there is none that can be read. Says nothing on its signature.</summary>
    public UpdateManifest? ManifestOf(string? slot)
    {
        try
        {
            return slot is null or UpdateJournal.Package ? null : UpdateManifest.Parse(File.ReadAllBytes(System.IO.Path.Combine(Slot(slot), UpdateManifest.FileName)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or UpdateRefusedException)
        {
            return null;
        }
    }

    /// <summary>Runs what changes the folder, unless another process does so now.</summary>
    /// <returns>False where another one does.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public bool TryChange(Action<UpdateJournal> change)
    {
        using var held = TryLock();
        if (held is null)
        {
            return false;
        }

        change(UpdateJournal.Read(folder));
        return true;
    }

    /// <summary>Writes the journal; the lock is held.</summary>
    public void Write(UpdateJournal journal, UpdateStep step)
    {
        journal.Write(folder);
        Took(step);
    }

    /// <summary>Checks a bundle and puts it into the free slot, where it waits to be tried. Begun again, it begins anew.</summary>
    /// <returns>What was staged.</returns>
    /// <exception cref="UpdateRefusedException">The bundle is not taken. What runs, and what would start next, is as it was.</exception>
    /// <exception cref="IOException">The disk or the bundle's file does not do it; as above.</exception>
    public async Task<UpdateManifest> StageAsync(Stream bundle, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        using var held = TryLock() ?? throw new UpdateRefusedException("another update is being put in place; wait for it");
        var journal = UpdateJournal.Read(folder);
        if (journal.Trial is not null)
        {
            throw new UpdateRefusedException("another update is being tried; it is decided within a minute. edge-gateway update status shows it");
        }

        var slot = journal.Free;
        if (journal.Staged is not null || journal.Previous == slot)
        {
            // From here on the slot is worth nothing.
            journal = journal with { Staged = null, Previous = journal.Previous == slot ? null : journal.Previous };
            journal.Write(folder);
        }

        var target = Slot(slot);
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.CreateDirectory(target, OwnerOnly | UnixFileMode.UserExecute);
        Took(UpdateStep.SlotEmptied);
        var manifest = await FillAsync(new UpdateBundle(bundle), target, journal, cancellationToken);
        Write(journal with { Staged = slot }, UpdateStep.Staged);
        return manifest;
    }

    private async Task<UpdateManifest> FillAsync(UpdateBundle bundle, string target, UpdateJournal journal, CancellationToken cancellationToken)
    {
        var (text, signature) = await bundle.ReadHeadAsync(cancellationToken);
        var (manifestFile, signatureFile) = (System.IO.Path.Combine(target, UpdateManifest.FileName), System.IO.Path.Combine(target, UpdateManifest.SignatureName));
        await using (var file = Create(manifestFile))
        {
            await WriteAsync(file, text, cancellationToken);
        }

        await using (var file = Create(signatureFile))
        {
            await WriteAsync(file, signature, cancellationToken);
        }

        Took(UpdateStep.HeadWritten);
        await check(manifestFile, signatureFile, cancellationToken);
        var manifest = UpdateManifest.Parse(text);
        Allow(manifest, journal);
        Took(UpdateStep.HeadChecked);
        var folders = new SortedSet<string>(StringComparer.Ordinal) { target };
        foreach (var file in manifest.Files)
        {
            var path = System.IO.Path.Combine(target, file.Path);
            var above = target;
            foreach (var part in file.Path.Split('/')[..^1])
            {
                above = System.IO.Path.Combine(above, part);
                if (folders.Add(above))
                {
                    Directory.CreateDirectory(above, OwnerOnly | UnixFileMode.UserExecute);
                }
            }

            await using (var to = Create(path))
            {
                await bundle.CopyAsync(file, to, cancellationToken);
                to.Flush(flushToDisk: true);
            }

            Took(UpdateStep.FileWritten);
        }

        await bundle.ExpectEndAsync(cancellationToken);
        foreach (var written in folders.Append(folder))
        {
            KeptFile.FlushFolder(written);
        }

        Took(UpdateStep.SlotSynced);
        return manifest;
    }

    /// <summary>The serial up to which nothing is taken.</summary>
    public long Floor(UpdateJournal journal) => Math.Max(packaged, journal.Highest);

    private void Allow(UpdateManifest manifest, UpdateJournal journal)
    {
        var floor = Floor(journal);
        if (manifest.Serial <= floor)
        {
            throw new UpdateRefusedException($"the bundle is version {manifest.Version}, serial {manifest.Serial}; this gateway has had serial {floor}. Expected a later one: nothing is taken twice, and nothing goes back");
        }

        if (manifest.Arch != Arch)
        {
            throw new UpdateRefusedException($"the bundle is for {manifest.Arch}; this box is {Arch}");
        }

        if (!OutboxFormats.Mine.CanGoToAndBack(manifest.Outbox))
        {
            var (mine, theirs) = (OutboxFormats.Mine.To, manifest.Outbox);
            throw new UpdateRefusedException(
                $"version {manifest.Version} reads outbox schemas {theirs.From} to {theirs.To}, and leaves what schema {theirs.Back} can go on with; this version's is {mine}, and could not be gone back to. Install a version between the two first");
        }
    }

    private FileStream? TryLock()
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(folder, "lock"), new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = OwnerOnly,
            });
        }
        catch (IOException) when (File.Exists(System.IO.Path.Combine(folder, "lock")))
        {
            return null;
        }
    }

    private static FileStream Create(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        UnixCreateMode = OwnerOnly,
    });

    private static async Task WriteAsync(FileStream file, byte[] content, CancellationToken cancellationToken)
    {
        await file.WriteAsync(content, cancellationToken);
        file.Flush(flushToDisk: true);
    }
}

/// <summary>Checks the signature of a file.</summary>
/// <exception cref="UpdateRefusedException">It is not good.</exception>
internal delegate Task SignatureCheck(string file, string signature, CancellationToken cancellationToken);
