using System.Text.RegularExpressions;

namespace Bench.Profiles;

/// <summary>Says what a stack serves. The kernel's time counts for what it was asked, and that of the runtime's own library and of C's for who called it.</summary>
internal static partial class WorkArea
{
    private const string Runtime = "runtime: allocation, locks, casts";
    private const string Unnamed = "tasks, threads and the rest of the runtime's library";

    /// <summary>Words of kernel functions, the strongest first: a write to a socket is no file.</summary>
    private static readonly (string Words, string Area)[] s_kernel =
    [
        ("fsync|fdatasync|sync_file|file_write_and_wait", "kernel: syncing to the disk"),
        ("tcp_|sock|inet_|unix_stream|__sys_send|__sys_recv", "kernel: sockets"),
        ("page_fault|handle_mm_fault|mmap|munmap|madvise|mprotect", "kernel: memory"),
        ("vfs_write|vfs_read|ext4_|pwrite|pread|openat|fcntl", "kernel: files"),
        ("futex|schedule|epoll|do_poll|eventfd|nanosleep", "kernel: threads, waiting and waking"),
    ];

    private static readonly (string Word, string Area)[] s_libraries =
    [
        ("libe_sqlite3", "SQLite"),
        ("libclrgc", "garbage collection"),
        ("libclrjit", "compiling"),
        ("libmosquitto", "MQTT client"),
        ("libSystem.IO.Compression", "Brotli"),
        ("libbrotli", "Brotli"),
        ("libcoreclr", Runtime),
        ("librsvg", "drawing receipts"),
        ("libcairo", "drawing receipts"),
        ("libpango", "drawing receipts"),
        ("libfreetype", "drawing receipts"),
        ("libfontconfig", "drawing receipts"),
        ("libharfbuzz", "drawing receipts"),
        ("libglib", "drawing receipts"),
    ];

    /// <summary>Assemblies and the beginnings of names in them, the longest first.</summary>
    private static readonly (string Beginning, string Area)[] s_managed =
    [
        ("System.Text.Json", "JSON"),
        ("System.Text.Encodings.Web", "JSON"),
        ("Microsoft.Data.Sqlite", "SQLite's binding"),
        ("SQLitePCL", "SQLite's binding"),
        ("System.IO.Compression", "Brotli"),
        ("Microsoft.AspNetCore", "HTTP"),
        ("System.Net", "HTTP"),
        ("EdgeGateway.Core.Outbox", "ours: outbox"),
        ("EdgeGateway.Core.Events", "ours: stamping events"),
        ("EdgeGateway.Core.Shelves", "ours: shelf inference"),
        ("EdgeGateway.Intake", "ours: intake"),
        ("EdgeGateway.Core.Intake", "ours: intake"),
        ("Drivers", "ours: drivers and decoding"),
        ("Cloud.Uplink", "ours: uplink"),
        ("Cloud.Contracts", "ours: uplink"),
        ("Cloud.Mqtt", "ours: uplink"),
        ("EdgeGateway", "ours: the rest"),
    ];

    /// <summary>The area of a stack, whose innermost frame is the first.</summary>
    public static string Of(IReadOnlyList<Frame> stack)
    {
        var kernel = stack.TakeWhile(frame => IsKernel(frame.Library)).Select(frame => frame.Symbol).ToList();
        if (kernel.Count > 0)
        {
            return s_kernel.FirstOrDefault(one => kernel.Any(symbol => one.Words.Split('|').Any(word => symbol.Contains(word, StringComparison.Ordinal)))).Area ?? "kernel: the rest";
        }

        var compiled = false;
        foreach (var frame in stack)
        {
            // Every thread begins in the runtime: outside of compiled code it is only what called.
            if (AreaOf(frame) is { } area && !(compiled && area == Runtime))
            {
                return area;
            }

            compiled |= frame.Library.EndsWith(".dll", StringComparison.Ordinal) || frame.Library.EndsWith(".map", StringComparison.Ordinal);
        }

        return Unnamed;
    }

    /// <summary>Null where a frame serves its caller, or nobody knows.</summary>
    private static string? AreaOf(Frame frame)
    {
        var file = Path.GetFileName(frame.Library);
        if (s_libraries.FirstOrDefault(one => file.StartsWith(one.Word, StringComparison.Ordinal)).Area is { } area)
        {
            return area;
        }

        // A type's own name says more than its assembly; a generic of the runtime's library is the runtime's, whatever it is made for.
        var managed = Managed().Match(frame.Symbol);
        string[] names = managed.Success ? [managed.Groups[2].Value, managed.Groups[1].Value] : file.EndsWith(".dll", StringComparison.Ordinal) ? [file] : [];
        return names.Select(name => s_managed.FirstOrDefault(one => name.StartsWith(one.Beginning, StringComparison.Ordinal)).Area).FirstOrDefault(found => found is not null);
    }

    private static bool IsKernel(string library) => library.StartsWith("[kernel", StringComparison.Ordinal) || library.StartsWith("[guest.kernel", StringComparison.Ordinal);

    [GeneratedRegex(@"\[([\w.]+)\] ([\w.]+)")]
    private static partial Regex Managed();
}
