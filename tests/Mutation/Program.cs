using System.Diagnostics;
using Mutation;

const string Usage = """
    Usage: mutation --root FOLDER [AREA]... [--files PATTERN]... [--since COMMIT] [--jobs N] [--quick] [--again] [--page] [--living]

    See scripts/mutation.sh --help.
    """;
var areas = new List<Area>();
var only = new List<string>();
var (root, jobs, quick, again, page, living) = ("", 1, false, false, false, false);
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--root": root = Path.GetFullPath(args[++i]); break;
        case "--files": only.Add(args[++i]); break;
        case "--since": only.AddRange(ChangedSince(args[++i])); break;
        case "--jobs": jobs = int.Parse(args[++i], System.Globalization.CultureInfo.InvariantCulture); break;
        case "--quick": quick = true; break;
        case "--again": again = true; break;
        case "--page": page = true; break;
        case "--living": living = true; break;
        case var name when Area.All.FirstOrDefault(a => a.Name == name) is { } area: areas.Add(area); break;
        default:
            Console.Error.WriteLine($"{Usage}\nThere is no area '{args[i]}'; there are: {string.Join(", ", Area.All.Select(a => a.Name))}");
            return 2;
    }
}

if (root.Length == 0)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

var report = new Report(root);
if (page)
{
    Page.Write(root, report);
    return 0;
}

var unexplained = 0;
foreach (var area in areas.Count > 0 ? areas : Area.All)
{
    if (!living)
    {
        var mutants = await new AreaRun(area, root, only, jobs, quick, again ? report.Of(area.Name) : []).RunAsync();
        report.Keep(area.Name, mutants, whole: only.Count == 0);
    }

    var found = report.Of(area.Name).Where(m => only.Count == 0 || Paths.Match(m.File, only)).ToList();
    var alive = Report.Living(found).Where(m => m.Explanation is null).ToList();
    unexplained += alive.Count;
    foreach (var mutant in alive)
    {
        Console.WriteLine($"  {mutant.File}:{mutant.Line} {(mutant.Fate == Fate.NotReached ? "not reached" : "survived")}: {mutant.Member}: {mutant.From} => {mutant.To}");
    }

    Console.WriteLine(Report.Line(area.Name, found));
}

return unexplained > 0 ? 1 : 0;

IEnumerable<string> ChangedSince(string commit)
{
    using var git = Process.Start(new ProcessStartInfo("git", ["-C", root, "diff", "--name-only", commit]) { RedirectStandardOutput = true })!;
    var files = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    git.WaitForExit();
    return files.Length > 0 ? files : ["nothing"];
}
