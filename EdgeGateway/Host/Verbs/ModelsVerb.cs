using System.CommandLine;
using EdgeGateway.Vision;
using EdgeGateway.Vision.Packs;

namespace EdgeGateway.Host.Verbs;

/// <summary><c>models list | verify | convert</c>: the face models on this machine.</summary>
internal static class ModelsVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(Streams streams) => new("models", "Face models: which packs there are, whether they are whole, and dlib's net as ONNX. scripts/models.sh fetches them.")
    {
        List(streams),
        Verify(streams),
        Convert(streams),
    };

    private static Command List(Streams streams)
    {
        var folder = Folder();
        var verb = new Command("list", "Every pack: its id, whether its files are here, what is known of its licence, and the notices to show with it.") { folder };
        verb.SetAction(result =>
        {
            var models = new ModelFolder(result.GetRequiredValue(folder));
            foreach (var pack in ModelPacks.All)
            {
                var missing = pack.Files.Count(file => !File.Exists(models.PathOf(file)));
                streams.Output.WriteLine($"{pack.Name}: {pack.Id}, {(missing == 0 ? $"in {models.Path}" : $"not whole in {models.Path}: run scripts/models.sh --to {models.Path} {pack.Name}")}");
                streams.Output.WriteLine($"  licence {(pack.LicenceIsClear ? "clear" : "NOT clear, refused until vision.clearedLicences names it")}: {pack.Licence}");
                WriteNotices(streams, pack.Notices);
            }

            var runtime = RuntimeLibrary.Here;
            streams.Output.WriteLine($"runtime: {(runtime is null ? "none for this processor" : File.Exists(models.PathOf(runtime)) ? $"in {models.Path}" : $"not in {models.Path}: run scripts/models.sh --to {models.Path} runtime")}");
            WriteNotices(streams, [RuntimeLibrary.Notice]);
            return ExitCode.Done;
        });
        return verb;
    }

    private static Command Verify(Streams streams)
    {
        var folder = Folder();
        var runtime = new Option<string?>("--runtime") { Description = "ONNX Runtime's library, where it is not the one in the folder.", HelpName = "FILE" };
        var names = new Argument<string[]>("PACK") { Description = $"{string.Join(" or ", ModelPacks.All.Select(pack => pack.Name))}; {ModelPacks.Clean.Name} where none is given.", Arity = ArgumentArity.ZeroOrMore };
        var verb = new Command("verify", "Check every file of a pack against its SHA-256, load it, and run it once. Says what is wrong, a line each, and exits 1.") { names, folder, runtime };
        verb.SetAction(result =>
        {
            var failed = false;
            foreach (var name in result.GetValue(names) is { Length: > 0 } given ? given : [ModelPacks.Clean.Name])
            {
                try
                {
                    // Its licence is not asked about: nobody is recognised here.
                    using var library = ModelLibrary.Open(new VisionOptions
                    {
                        ModelsFolder = result.GetRequiredValue(folder), RuntimeLibrary = result.GetValue(runtime), Pack = name, ClearedLicences = [.. ModelPacks.All.Select(pack => pack.Name)],
                    });
                    library.Warm();
                    streams.Output.WriteLine($"{name}: {library.Pack.Id} is whole and runs");
                }
                catch (ModelPackException e)
                {
                    failed = true;
                    foreach (var mistake in e.Mistakes)
                    {
                        streams.Error.WriteLine($"models: {name}: {mistake}");
                    }
                }
            }

            return failed ? ExitCode.Failed : ExitCode.Done;
        });
        return verb;
    }

    private static Command Convert(Streams streams)
    {
        var folder = Folder();
        var to = new Argument<string>("FILE") { Description = "The ONNX file to write." };
        var verb = new Command("convert", "Write dlib's face net as ONNX, made of the pack clean: for other programs, and to look at. The gateway itself converts as it loads.") { to, folder };
        verb.SetAction(result =>
        {
            var file = result.GetRequiredValue(to);
            try
            {
                var model = ModelLibrary.Convert(ModelPacks.Clean, result.GetRequiredValue(folder));
                var part = $"{file}.part";
                File.WriteAllBytes(part, model);
                File.Move(part, file, overwrite: true);
                streams.Output.WriteLine($"{file}: {model.Length} bytes");
                return ExitCode.Done;
            }
            catch (ModelPackException e)
            {
                foreach (var mistake in e.Mistakes)
                {
                    streams.Error.WriteLine($"models: {mistake}");
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                streams.Error.WriteLine($"models: {e.Message}");
            }

            return ExitCode.Failed;
        });
        return verb;
    }

    private static Option<string> Folder() => new("--folder")
    {
        Description = "Where the models are.", HelpName = "DIR", DefaultValueFactory = _ => new VisionOptions().ModelsFolder,
    };

    private static void WriteNotices(Streams streams, IReadOnlyList<string> notices)
    {
        foreach (var notice in notices)
        {
            streams.Output.WriteLine($"  {notice}");
        }
    }
}
