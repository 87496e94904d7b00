using System.Data.Common;
using System.Security.Cryptography;
using Cloud.Crm.Schema;
using Cloud.Crm.Setup;
using Cloud.Mqtt;

const int Done = 0;
const int Failed = 1;
const int BadUsage = 2;

if (args is ["--help"] or ["-h"])
{
    Console.Out.WriteLine("headquarters --config FILE\n\nTakes in what the gateways send, keeps it, and serves the pages. Stops on SIGTERM and Ctrl-C.\nExits 0 done, 1 failed, 2 bad usage or configuration.");
    return Done;
}

if (args is not ["--config", var file])
{
    Console.Error.WriteLine("headquarters: expected --config FILE");
    return BadUsage;
}

string text;
try
{
    text = await File.ReadAllTextAsync(file);
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"headquarters: {file} cannot be read: {exception.Message}");
    return BadUsage;
}

if (ConfigurationFile.Read(text, out var errors) is not { } options)
{
    foreach (var error in errors)
    {
        Console.Error.WriteLine($"headquarters: {file}: {error}");
    }

    return BadUsage;
}

try
{
    var clock = TimeProvider.System;
    await using var database = Headquarters.OpenDatabase(options.Database);
    await using var app = Headquarters.Build(
        options, database, new LibmosquittoConnector(clock), clock, () => RandomNumberGenerator.GetInt32(1 << 24) / (double)(1 << 24));
    await Headquarters.PrepareAsync(app, options, CancellationToken.None);
    await app.StartAsync();
    foreach (var url in app.Urls)
    {
        Console.Out.WriteLine($"listening {url}");
    }

    await app.WaitForShutdownAsync();
    return Done;
}
catch (SchemaException exception)
{
    Console.Error.WriteLine($"headquarters: {exception.Message}");
    return Failed;
}
catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException or TimeoutException)
{
    Console.Error.WriteLine($"headquarters: cannot start: {exception.Message}");
    return Failed;
}
