using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>How a store prints.</summary>
public sealed class PrintingOptions
{
    /// <summary>How many jobs may wait for a printer; one more is refused.</summary>
    /// <value>The default is 500.</value>
    [Range(1, 10_000)]
    public int Capacity { get; set; } = 500;

    /// <summary>How long a job that names no end waits for a printer before it is given up as not printed.</summary>
    /// <value>The default is 12 hours.</value>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan ExpireAfter { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How many days a job is remembered after its end: so long its id makes no second job.</summary>
    /// <value>The default is 7.</value>
    [Range(1, 365)]
    public int HistoryDays { get; set; } = 7;

    /// <summary>Whether a printer that does not say how it is gets jobs all the same.</summary>
    /// <value>The default is to print, with a warning on the page.</value>
    public UnknownStatus UnknownStatus { get; set; } = UnknownStatus.Warn;

    /// <summary>How long a printer is asked for its word on a job whose connection broke, or which was under way when the gateway ended.</summary>
    /// <value>The default is 20 seconds; then a person is asked.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan AskPrinterFor { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The language of documents whose job names none, and of labels the gateway prints by itself: <c>en</c>, <c>zh-CN</c> or <c>zh-TW</c>.</summary>
    /// <value>The default is <c>zh-CN</c>.</value>
    [Required]
    [RegularExpression("en|zh-CN|zh-TW", ErrorMessage = "The field {0} must be en, zh-CN or zh-TW.")]
    public string Culture { get; set; } = "zh-CN";

    /// <summary>The role of the printers that print a label of everything weighed and captured.</summary>
    /// <value>The default is null: none is printed.</value>
    [StringLength(64, MinimumLength = 1)]
    public string? WeighedLabels { get; set; }

    /// <summary>How long after the weighing its label may still be printed: the goods are on the counter only so long.</summary>
    /// <value>The default is 2 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00")]
    public TimeSpan WeighedLabelsFor { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The folder of the store's own templates; a relative path is in the data folder.</summary>
    /// <value>The default is null: the templates that come with the gateway.</value>
    [StringLength(4096, MinimumLength = 1)]
    public string? TemplatesFolder { get; set; }
}

/// <summary>What to do with a printer that does not say how it is.</summary>
public enum UnknownStatus
{
    /// <summary>Print, and warn on the page.</summary>
    Warn,

    /// <summary>Wait until it answers.</summary>
    Block,
}
