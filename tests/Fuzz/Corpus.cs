namespace Fuzz;

/// <summary>The kept inputs: a folder for each target, a file for each input, named after its content by AFL++ or by the bug it found.</summary>
internal static class Corpus
{
    /// <summary>The checkout's folder of them.</summary>
    public static string Folder { get; } = Path.Combine(Root(), "tests", "Fuzz", "corpus");

    /// <summary>The kept files of a target, in the order of their names.</summary>
    public static IReadOnlyList<string> FilesOf(FuzzTarget target) => Path.Combine(Folder, target.Name) is var folder && Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>A file of the checkout.</summary>
    public static byte[] OfCheckout(string path) => File.ReadAllBytes(Path.Combine(Root(), path));

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EdgeGateway.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is in no checkout");
    }
}
