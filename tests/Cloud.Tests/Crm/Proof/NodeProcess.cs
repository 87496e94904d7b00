using System.Diagnostics;
using System.Text.Json.Nodes;
using Cloud.Crm.Demo;

namespace Cloud.Tests.Crm.Proof;

/// <summary>Headquarters as it runs in production: a process of its own, started by its configuration file.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly string _configuration;
    private Process _process;

    private NodeProcess(string name, string configuration)
    {
        (Name, _configuration) = (name, configuration);
        _process = Run();
    }

    internal string Name { get; }

    internal static NodeProcess Start(string folder, string name, TestDatabase database, int brokerPort)
    {
        var fleet = DemoStore.All.Select(s => (JsonNode)new JsonObject { ["store"] = s.Store, ["name"] = s.Name, ["gateways"] = new JsonArray(s.Gateway) });
        var configuration = new JsonObject
        {
            ["url"] = "http://127.0.0.1:0",
            ["node"] = name,
            ["web"] = folder,
            ["database"] = new JsonObject { ["provider"] = database.Provider, ["connection"] = database.Connection },
            ["broker"] = new JsonObject { ["host"] = "127.0.0.1", ["port"] = brokerPort },
            ["leaseDuration"] = "00:00:02",
            ["fleet"] = new JsonArray([.. fleet]),
        };
        var path = Path.Combine(folder, name + ".json");
        File.WriteAllText(path, configuration.ToJsonString());
        return new NodeProcess(name, path);
    }

    /// <summary>SIGKILL, and starts it again.</summary>
    internal async Task KillAndRestartAsync()
    {
        await DisposeAsync();
        _process = Run();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private Process Run()
    {
        var start = new ProcessStartInfo("/bin/sh");
        foreach (var argument in new[] { "-c", "exec \"$0\" --config \"$1\" >>\"$1.log\" 2>&1 </dev/null", Path.Combine(AppContext.BaseDirectory, "headquarters"), _configuration })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
