using EdgeGateway.Host.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace EdgeGateway.Host.Running;

/// <summary>Words to standard error, one line each; for the journal with its priorities.</summary>
internal static class GatewayLogging
{
    /// <summary>Sets logging up.</summary>
    /// <param name="logging">What is set up.</param>
    /// <param name="ring">Keeps the last lines besides.</param>
    public static void Configure(ILoggingBuilder logging, LogRing ring)
    {
        logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddProvider(ring);
        if (Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not null)
        {
            logging.AddSystemdConsole();
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
                console.ColorBehavior = LoggerColorBehavior.Disabled;
            });
        }

        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
