using System.Text.Json;
using Microsoft.Extensions.Options;

namespace EdgeGateway.Host.Configuration;

/// <summary>Holds every options class to the ranges on its own properties.</summary>
internal static class RangeRules
{
    /// <summary>Adds what is out of range or missing to the report.</summary>
    public static void Check(GatewayOptions options, ConfigurationReport report) =>
        Report(new GatewayOptionsValidator().Validate(null, options), $"{nameof(GatewayOptions)}.", report);

    /// <summary>Adds what is out of range or missing to the report.</summary>
    public static void Check(KeptDevicesFile file, ConfigurationReport report) =>
        Report(new KeptDevicesFileValidator().Validate(null, file), $"{nameof(KeptDevicesFile)}.", report);

    private static void Report(ValidateOptionsResult result, string root, ConfigurationReport report)
    {
        foreach (var failure in result.Failures ?? [])
        {
            var path = PathIn(failure, root);
            report.Add(path, Plain(failure, report.Find(path)));
        }
    }

    /// <summary>The file's path of the property that the annotation's sentence names: <c>GatewayOptions.Devices[0].Id</c> is <c>devices[0].id</c>.</summary>
    private static string PathIn(string failure, string root)
    {
        var start = failure.IndexOf(root, StringComparison.Ordinal) + root.Length;
        var end = failure.IndexOf(' ', start);
        return string.Join('.', failure[start..end].Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
    }

    /// <summary>The annotation's sentence with what came in front and without the name of a .NET property.</summary>
    private static string Plain(string failure, ConfigurationNode? came)
    {
        if (failure.EndsWith(" field is required.", StringComparison.Ordinal))
        {
            return came is null ? "is missing; add it" : $"came {came.Shown}; must not be empty";
        }

        var rule = failure.IndexOf(" must ", StringComparison.Ordinal);
        var plain = failure[(rule + 1)..].TrimEnd('.');
        return came is null ? plain : $"came {came.Shown}; {plain}";
    }
}

/// <summary>Made by the options source generator: the ranges of all options classes, without reflection.</summary>
[OptionsValidator]
internal sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>;

/// <summary>The same for the devices kept beside the configuration file.</summary>
[OptionsValidator]
internal sealed partial class KeptDevicesFileValidator : IValidateOptions<KeptDevicesFile>;
