using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Tests.Shared;

/// <summary>What a private broker is to be like. The defaults are those of the product: loopback, nothing forgotten by a queue limit.</summary>
public sealed record MosquittoSettings
{
    /// <summary>Whether it keeps sessions and retained messages on disk, and writes every change at once.</summary>
    public bool Persistence { get; init; }

    /// <summary>User names and passwords; none lets everybody in.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string>();

    /// <summary>Lines of the ACL file; null for no ACL.</summary>
    public IReadOnlyList<string>? Acl { get; init; }

    /// <summary>PEM files for TLS, or null.</summary>
    public MosquittoTls? Tls { get; init; }

    /// <summary>Further lines of the configuration.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>The whole configuration instead of all that, out of the port and the private folder; null for none.</summary>
    public Func<int, string, string>? Whole { get; init; }
}

/// <summary>PEM files of a TLS listener.</summary>
public sealed record MosquittoTls(string CaFile, string CertificateFile, string KeyFile, bool RequireClientCertificate = false);

/// <summary>A private Mosquitto: own port, own folder, killed with the test.</summary>
public sealed class MosquittoProcess : IAsyncDisposable
{
    private const int SigHangUp = 1;
    private const int SigStop = 19;
    private const int SigContinue = 18;
    private const int SigTerminate = 15;
    private static readonly string[] s_places = ["/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto"];

    private readonly MosquittoSettings _settings;
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    private MosquittoProcess(MosquittoSettings settings)
    {
        _settings = settings;
        Folder = Directory.CreateTempSubdirectory("mosquitto-").FullName;
    }

    /// <summary>Where the broker is installed, or null.</summary>
    public static string? Program => s_places.FirstOrDefault(File.Exists);

    /// <summary>The port on 127.0.0.1; stays the same over <see cref="RestartAsync"/>.</summary>
    public int Port { get; private set; }

    /// <summary>Its private folder; goes with the broker.</summary>
    public string Folder { get; }

    /// <summary>What it has written so far.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>Starts a broker, or skips the test where Mosquitto is not installed.</summary>
    public static async Task<MosquittoProcess> StartAsync(MosquittoSettings? settings, CancellationToken cancellationToken)
    {
        Assert.SkipWhen(Program is null, "Mosquitto is not installed (Debian package mosquitto).");
        var broker = new MosquittoProcess(settings ?? new MosquittoSettings());
        for (var attempt = 1; ; attempt++)
        {
            broker.Port = FreePort();
            if (await broker.TryStartAsync(cancellationToken))
            {
                return broker;
            }

            if (attempt == 5)
            {
                var log = string.Join('\n', broker._log);
                await broker.DisposeAsync();
                throw new InvalidOperationException($"Mosquitto does not start:\n{log}");
            }
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            Signal(process, SigTerminate);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Starts it again on the same port with the same folder.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await KillAsync();
        if (!await TryStartAsync(cancellationToken))
        {
            throw new InvalidOperationException($"Mosquitto does not start again:\n{string.Join('\n', _log)}");
        }
    }

    /// <summary>SIGHUP: it reads its certificates and lists again, a moment later.</summary>
    public void Reload() => Signal(_process!, SigHangUp);

    /// <summary>SIGSTOP: it answers nothing, and the network does not tell.</summary>
    public void Pause() => Signal(_process!, SigStop);

    /// <summary>SIGCONT.</summary>
    public void Resume() => Signal(_process!, SigContinue);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A TCP port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Signal(Process process, int signal)
    {
        if (kill(process.Id, signal) != 0)
        {
            throw new Win32Exception();
        }
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);

    private async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        var configuration = Path.Combine(Folder, "mosquitto.conf");
        await File.WriteAllTextAsync(configuration, await ConfigurationAsync(cancellationToken), cancellationToken);
        var running = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(Program!, ["-c", configuration]) { RedirectStandardError = true, UseShellExecute = false },
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                running.TrySetResult(false);
                return;
            }

            _log.Enqueue(line.Data);
            if (line.Data.EndsWith(" running", StringComparison.Ordinal))
            {
                running.TrySetResult(true);
            }
        };
        process.Start();
        process.BeginErrorReadLine();
        _process = process;
        if (await running.Task.WaitAsync(cancellationToken))
        {
            return true;
        }

        await KillAsync();
        return false;
    }

    private async Task<string> ConfigurationAsync(CancellationToken cancellationToken)
    {
        if (_settings.Whole is { } whole)
        {
            return whole(Port, Folder);
        }

        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append('\n');
        Line(string.Create(CultureInfo.InvariantCulture, $"listener {Port} 127.0.0.1"));
        Line("user root");
        Line("log_dest stderr");
        Line("max_queued_messages 0");
        Line("max_inflight_messages 0");
        Line($"persistence {(_settings.Persistence ? "true" : "false")}");
        if (_settings.Persistence)
        {
            Line($"persistence_location {Folder}/");
            Line("autosave_on_changes true");
            Line("autosave_interval 1");
        }

        if (_settings.Users.Count == 0)
        {
            Line("allow_anonymous true");
        }
        else
        {
            var file = Path.Combine(Folder, "passwords");
            await File.WriteAllLinesAsync(file, _settings.Users.Select(u => $"{u.Key}:{u.Value}"), cancellationToken);
            using var hash = Process.Start("mosquitto_passwd", ["-U", file]);
            await hash.WaitForExitAsync(cancellationToken);
            Line("allow_anonymous false");
            Line($"password_file {file}");
        }

        if (_settings.Acl is { } acl)
        {
            var file = Path.Combine(Folder, "acl");
            await File.WriteAllLinesAsync(file, acl, cancellationToken);
            Line($"acl_file {file}");
        }

        if (_settings.Tls is { } tls)
        {
            Line($"cafile {tls.CaFile}");
            Line($"certfile {tls.CertificateFile}");
            Line($"keyfile {tls.KeyFile}");
            Line($"require_certificate {(tls.RequireClientCertificate ? "true" : "false")}");
        }

        foreach (var line in _settings.Lines)
        {
            Line(line);
        }

        return text.ToString();
    }
}
