using System.Text.Json;
using Microsoft.Extensions.Options;

namespace EdgeGateway.Host.Configuration;

/// <summary>Holds every options class to the ranges on its own properties.</summary>
internal static class RangeRules
{
    private const string Root = $"{nameof(GatewayOptions)}.";

    /// <summary>Adds what is out of range or missing to the report.</summary>
    public static void Check(GatewayOptions options, ConfigurationReport report)
    {
        foreach (var failure in new GatewayOptionsValidator().Validate(null, options).Failures ?? [])
        {
            var path = PathIn(failure);
            report.Add(path, Plain(failure, report.Find(path)));
        }
    }

    /// <summary>The file's path of the property that the annotation's sentence names: <c>GatewayOptions.Devices[0].Id</c> is <c>devices[0].id</c>.</summary>
    private static string PathIn(string failure)
    {
        var start = failure.IndexOf(Root, StringComparison.Ordinal) + Root.Length;
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
