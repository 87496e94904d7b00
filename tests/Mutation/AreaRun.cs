namespace Mutation;

/// <summary>Tests the tests of one area.</summary>
internal sealed class AreaRun(Area area, string root, IReadOnlyList<string> only, int jobs, bool quick, IReadOnlyList<Mutant> before)
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_quick = TimeSpan.FromSeconds(3);

    /// <summary>Compiles the mutants, finds which test classes come by each, and runs those with it.</summary>
    /// <exception cref="InvalidOperationException">The tests fail without a mutant, or the sources do not compile.</exception>
    internal async Task<List<Mutant>> RunAsync()
    {
        var files = Directory.CreateTempSubdirectory("mutation-").FullName;
        try
        {
            var project = SourceProject.Read(Path.Combine(root, area.Project));
            var folder = Path.Combine(root, "artifacts/mutation", area.Name);
            var tests = TestProgram.Copy(Path.Combine(root, "artifacts/bin", area.Tests, "release"), folder, area.Tests, files, TestProgram.Tests);
            var mutants = MutatedAssembly.Write(
                project, root, path => Paths.Match(path, area.Files) && (only.Count == 0 || Paths.Match(path, only)), Path.Combine(folder, project.Assembly));
            Console.Error.WriteLine($"{area.Name}: {mutants.Count} mutants");
            TakeOver(mutants);
            await JudgeAsync(mutants, tests);
            if (area.World is { } world && mutants.Exists(IsAlive))
            {
                var copy = TestProgram.Copy(Path.Combine(root, "artifacts/bin/Simulation/release"), folder + "-world", "sim", files, world);
                File.Copy(Path.Combine(folder, project.Assembly), Path.Combine(folder + "-world", project.Assembly), overwrite: true);
                await JudgeInWorldAsync([.. mutants.Where(IsAlive)], copy);
            }

            return mutants;
        }
        finally
        {
            Scratch.Delete(files);
        }
    }

    private void TakeOver(List<Mutant> mutants)
    {
        var noticed = before.GroupBy(m => (m.Key, m.Line)).ToDictionary(g => g.Key, g => new Queue<Mutant>(g));
        foreach (var mutant in mutants)
        {
            if (noticed.GetValueOrDefault((mutant.Key, mutant.Line)) is { Count: > 0 } alike && alike.Dequeue() is { Fate: Fate.Killed or Fate.TimedOut } known)
            {
                mutant.Fate = known.Fate;
            }
        }
    }

    private async Task JudgeAsync(List<Mutant> mutants, TestProgram tests)
    {
        var classes = new List<(string Name, TimeSpan Took, IReadOnlySet<int> Reached)>();
        foreach (var name in mutants.Count > 0 ? await tests.ClassesAsync(area.Classes) : [])
        {
            var (passed, took, reached) = await tests.ReachAsync("-class", name);
            if (!passed)
            {
                throw new InvalidOperationException($"{name} fails without a mutant: nothing can be told.");
            }

            classes.Add((name, took, reached));
        }

        var done = 0;
        await Parallel.ForEachAsync(mutants.Where(m => m.Fate == Fate.NotReached), new ParallelOptions { MaxDegreeOfParallelism = jobs }, async (mutant, _) =>
        {
            var near = classes.Where(c => c.Reached.Contains(mutant.Number)).ToList();
            // Most mutants die in the quick classes, which spares them the minutes of the others.
            foreach (var round in near.GroupBy(c => c.Took > s_quick).OrderBy(g => g.Key).Where(g => !g.Key || !quick))
            {
                mutant.Fate = await tests.TryAsync(mutant.Number, ["-stopOnFail", .. round.SelectMany(c => new[] { "-class", c.Name })], s_grace + (2 * round.Max(c => c.Took)));
                if (mutant.Fate != Fate.Survived)
                {
                    break;
                }
            }

            if (Interlocked.Increment(ref done) % 50 == 0)
            {
                Console.Error.WriteLine($"{area.Name}: {done} of {mutants.Count}");
            }
        });
    }

    /// <summary>What no test noticed, a simulated world may.</summary>
    private async Task JudgeInWorldAsync(IReadOnlyList<Mutant> alive, TestProgram world)
    {
        var (passed, took, reached) = await world.ReachAsync();
        if (!passed)
        {
            throw new InvalidOperationException("The simulated worlds fail without a mutant: nothing can be told.");
        }

        Console.Error.WriteLine($"{area.Name}: {alive.Count} live; simulated worlds come by {alive.Count(m => reached.Contains(m.Number))} of them");
        await Parallel.ForEachAsync(alive.Where(m => reached.Contains(m.Number)), new ParallelOptions { MaxDegreeOfParallelism = jobs }, async (mutant, _) =>
            mutant.Fate = await world.TryAsync(mutant.Number, [], s_grace + (3 * took)));
    }

    private static bool IsAlive(Mutant mutant) => mutant.Fate is Fate.Survived or Fate.NotReached;
}
