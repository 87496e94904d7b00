using System.Runtime.InteropServices;
using Fuzz;

// An instrumented assembly counts into this memory, also where nobody measures.
unsafe
{
    SharpFuzz.Common.Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(1 << 16);
}

return args switch
{
    ["list"] => List(),
    ["seeds", var name, var folder] => Seeds(FuzzTargets.Of(name), folder),
    ["afl", var name] => UnderAfl(FuzzTargets.Of(name)),
    ["replay", var name, .. var files] => Replay(name == "all" ? FuzzTargets.All : [FuzzTargets.Of(name)], files),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: fuzz list                     the targets and what they read
               fuzz seeds TARGET FOLDER      write the inputs that AFL++ begins with
               fuzz afl TARGET               read inputs of afl-fuzz; tests/Fuzz/run starts it so
               fuzz replay TARGET [FILE]...  the kept corpus, or these files; TARGET may be all. Exit 1 where a parser breaks a promise
        """);
    return 2;
}

static int List()
{
    foreach (var target in FuzzTargets.All)
    {
        Console.WriteLine($"{target.Name}\t{target.Reads}");
    }

    return 0;
}

static int Seeds(FuzzTarget target, string folder)
{
    Directory.CreateDirectory(folder);
    foreach (var (seed, i) in target.Seeds().Select((seed, i) => (seed, i)))
    {
        File.WriteAllBytes(Path.Combine(folder, $"seed-{i:d3}"), seed);
    }

    return 0;
}

static int UnderAfl(FuzzTarget target)
{
    // What runs once (static constructors, the first use of a serialiser) runs before the first input is measured, or its coverage would count as that input's.
    foreach (var seed in target.Seeds())
    {
        target.Try(seed);
    }

    SharpFuzz.Fuzzer.Run(stream =>
    {
        using var input = new MemoryStream();
        stream.CopyTo(input);
        Reached();
        target.Try(input.ToArray());
    });
    return 0;
}

// AFL++ gives up where an input reaches nothing, and some end in a parser of the framework, which is not instrumented.
static unsafe void Reached() => SharpFuzz.Common.Trace.SharedMem[0] = 1;

static int Replay(IReadOnlyList<FuzzTarget> targets, string[] files)
{
    var failed = 0;
    foreach (var target in targets)
    {
        var (started, inputs) = (TimeProvider.System.GetTimestamp(), 0);
        foreach (var file in files.Length > 0 ? files : [.. Corpus.FilesOf(target)])
        {
            inputs++;
            try
            {
                target.Try(File.ReadAllBytes(file));
            }
            catch (Exception exception)
            {
                failed++;
                Console.WriteLine($"{target.Name}: {file}: {exception}");
            }
        }

        Console.WriteLine($"{target.Name}: {inputs} inputs, {TimeProvider.System.GetElapsedTime(started).TotalMilliseconds:0} ms");
    }

    return failed == 0 ? 0 : 1;
}
