using System.CommandLine;
using System.Text;
using System.Text.Json;
using Drivers;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Printing.Documents;
using EdgeGateway.Core.Shelves;
using EdgeGateway.Core.Shelves.Live;
using EdgeGateway.Core.Weighing;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Running;

namespace EdgeGateway.Host.Verbs;

/// <summary><c>check-config FILE</c>: every error at once, with line and path.</summary>
internal static class CheckConfigVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(Streams streams)
    {
        var file = new Argument<string>("FILE") { Description = "The configuration file." };
        var verb = new Command("check-config", "Check a configuration file: every mistake on its own line, as FILE:LINE: path: message.") { file };
        verb.SetAction(result =>
        {
            var loaded = GatewayConfiguration.Load(result.GetRequiredValue(file), DriverCatalog.All);
            if (loaded.Options is { } options)
            {
                var kept = KeptDevices.Load(options, DriverCatalog.All);
                if (kept.Errors.Count > 0)
                {
                    PrintErrors(kept.File, kept.Errors, streams);
                }

                if (PrintPriceErrors(options, streams) | PrintPlanogramErrors(options, streams) | PrintTemplateErrors(options, streams) || kept.Errors.Count > 0)
                {
                    return ExitCode.Failed;
                }

                streams.Output.WriteLine(Summary(loaded.File, options));
                return ExitCode.Done;
            }

            if (loaded.WaitsToJoin)
            {
                streams.Output.WriteLine(WaitsSummary(loaded.File));
                return ExitCode.Done;
            }

            PrintErrors(loaded.File, loaded.Errors, streams);
            return ExitCode.Failed;
        });
        return verb;
    }

    /// <summary>Prints every mistake, one a line.</summary>
    public static void PrintErrors(string file, IReadOnlyList<ConfigurationError> errors, Streams streams)
    {
        foreach (var error in errors)
        {
            streams.Error.WriteLine(error.Format(file));
        }
    }

    /// <summary>The price list's mistakes: the gateway would run with such a list, but sell nothing by it.</summary>
    private static bool PrintPriceErrors(GatewayOptions options, Streams streams)
    {
        if (StoreWeighing.FileOf(options) is not { } file || PriceListFile.Read(file, out var errors) is not null)
        {
            return false;
        }

        foreach (var error in errors)
        {
            streams.Error.WriteLine($"{file}: {error}");
        }

        return true;
    }

    /// <summary>The planogram's mistakes: the gateway would run, but infer nothing by it.</summary>
    private static bool PrintPlanogramErrors(GatewayOptions options, Streams streams)
    {
        var errors = new List<PlanogramError>();
        if (StoreShelving.FileOf(options) is not { } file || PlanogramDesk.ReadFile(file, errors) is not null)
        {
            return false;
        }

        foreach (var error in errors)
        {
            streams.Error.WriteLine(error.Path.Length == 0 ? $"{file}: {error.Problem}" : $"{file}: {error.Path}: {error.Problem}");
        }

        return true;
    }

    /// <summary>The store's own templates' mistakes: the gateway would run, but print nothing by them.</summary>
    private static bool PrintTemplateErrors(GatewayOptions options, Streams streams)
    {
        if (StorePrinting.TemplatesOf(options) is not { } folder)
        {
            return false;
        }

        using var renderer = new DocumentRenderer(folder, LabelLayouts.Of(options.Labels), TimeProvider.System);
        var errors = renderer.Check();
        foreach (var error in errors)
        {
            streams.Error.WriteLine(error);
        }

        return errors.Count > 0;
    }

    /// <summary>A file in which nothing is missing but what joining brings.</summary>
    private static string WaitsSummary(string file)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteBoolean("ok", true);
            json.WriteString("waitsFor", "a one-time code of headquarters: names neither store nor gateway");
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static string Summary(string file, GatewayOptions options)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteBoolean("ok", true);
            json.WriteString("store", options.Store);
            json.WriteString("gateway", options.Gateway);
            json.WriteString("outbox", options.Outbox.Path);
            json.WriteString("uplink", $"{options.Uplink.Host}:{options.Uplink.Port}");
            json.WriteString("console", options.Console.Url);
            json.WriteString("intake", options.Intake?.Url);
            json.WriteStartArray("devices");
            foreach (var device in options.Devices)
            {
                json.WriteStringValue(device.Id);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
