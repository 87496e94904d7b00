using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace EdgeGateway.Console;

/// <summary>One file of the page, from the assembly; compressed when first asked for.</summary>
internal sealed class PageFile
{
    /// <summary>What every page is put into: its head, its way to the other pages, its foot.</summary>
    private const string Frame = "/frame.html";

    private readonly Lazy<byte[]> _compressed;

    private PageFile(string contentType, byte[] bytes)
    {
        ContentType = contentType;
        Bytes = bytes;
        Tag = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
        _compressed = new Lazy<byte[]>(() => Compress(bytes));
    }

    /// <summary>The MIME type.</summary>
    public string ContentType { get; }

    /// <summary>The content.</summary>
    public byte[] Bytes { get; }

    /// <summary>The content, gzipped.</summary>
    public byte[] Compressed => _compressed.Value;

    /// <summary>Changes with the content; the middle of its ETag.</summary>
    public string Tag { get; }

    /// <summary>
    /// Every file of the pages by its path, a page's without its ending; and <c>/pages.json</c>, the paths of the pages there are, from which
    /// their heads know where they may lead. A page's file holds its main part; the frame is put around it, with its own script and style sheet.
    /// </summary>
    /// <param name="only">The one page there is, shown at <c>/</c> too: that of a box that has not joined. Null for all but that.</param>
    public static IReadOnlyDictionary<string, PageFile> LoadAll(string? only = null)
    {
        var contents = Contents();
        var frame = Encoding.UTF8.GetString(contents[Frame]);
        contents.Remove(Frame);
        var files = new Dictionary<string, PageFile>(StringComparer.Ordinal);
        foreach (var (name, bytes) in contents)
        {
            var isPage = name.EndsWith(".html", StringComparison.Ordinal);
            if (isPage && (only is null ? PathOf(name) == JoinEndpoint.Page : PathOf(name) != only))
            {
                continue;
            }

            files[PathOf(name)] = new PageFile(TypeOf(name), isPage ? Framed(frame, name[1..^".html".Length], bytes, contents.ContainsKey) : bytes);
        }

        var pages = files.Where(f => f.Value.ContentType.StartsWith("text/html", StringComparison.Ordinal)).Select(f => $"\"{f.Key}\"").Order(StringComparer.Ordinal);
        files["/pages.json"] = new PageFile(TypeOf(".json"), Encoding.UTF8.GetBytes($"[{string.Join(',', pages)}]"));
        if (only is not null)
        {
            files["/"] = files[only];
        }

        return files;
    }

    private static Dictionary<string, byte[]> Contents()
    {
        var assembly = typeof(PageFile).Assembly;
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith('/')))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            contents[name] = bytes;
        }

        return contents;
    }

    private static byte[] Framed(string frame, string page, byte[] main, Func<string, bool> isThere)
    {
        var style = isThere($"/{page}.css") ? $"<link rel=\"stylesheet\" href=\"/{page}.css\">\n  " : "";
        var installed = isThere($"/{page}.webmanifest") ? $"<link rel=\"manifest\" id=\"manifest\" href=\"/{page}.webmanifest\">\n  <link rel=\"apple-touch-icon\" href=\"/icon-180.png\">\n  " : "";
        return Encoding.UTF8.GetBytes(frame
            .Replace("<!--page-->", $"{style}{installed}<script type=\"module\" src=\"/{page}.js\"></script>", StringComparison.Ordinal)
            .Replace("<!--main-->", Encoding.UTF8.GetString(main).Trim(), StringComparison.Ordinal));
    }

    private static string PathOf(string name) => name == "/index.html" ? "/" : name.EndsWith(".html", StringComparison.Ordinal) ? name[..^".html".Length] : name;

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".webmanifest" => "application/manifest+json; charset=utf-8",
        ".json" => "application/json; charset=utf-8",
        _ => "application/octet-stream",
    };

    private static byte[] Compress(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.SmallestSize))
        {
            gzip.Write(bytes);
        }

        return output.ToArray();
    }
}
