using System.ComponentModel.DataAnnotations;
using Cloud.Uplink;
using EdgeGateway.Console;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Printing.Jobs;
using EdgeGateway.Core.Setup;
using EdgeGateway.Core.Shelves.Live;
using EdgeGateway.Core.Stocktake;
using EdgeGateway.Core.Visits;
using EdgeGateway.Core.Weighing;
using EdgeGateway.Intake;
using EdgeGateway.Vision;
using Microsoft.Extensions.Options;

namespace EdgeGateway.Host.Configuration;

/// <summary>The whole configuration file of a gateway.</summary>
public sealed class GatewayOptions
{
    /// <summary>The store's name on the wire.</summary>
    [Required]
    public string Store { get; set; } = "";

    /// <summary>This gateway's name on the wire.</summary>
    [Required]
    public string Gateway { get; set; } = "";

    /// <summary>Where the gateway keeps its files.</summary>
    [Required]
    public string DataFolder { get; set; } = "";

    /// <summary>The outbox; its path is <c>outbox.db</c> in <see cref="DataFolder"/> where none is given.</summary>
    [ValidateObjectMembers]
    public OutboxOptions Outbox { get; set; } = new();

    /// <summary>The way to headquarters.</summary>
    [ValidateObjectMembers]
    public UplinkOptions Uplink { get; set; } = new();

    /// <summary>The store's own page.</summary>
    [ValidateObjectMembers]
    public ConsoleOptions Console { get; set; } = new();

    /// <summary>The door for programs in the store, or null for none.</summary>
    /// <value>The default is null: closed.</value>
    [ValidateObjectMembers]
    public IntakeOptions? Intake { get; set; }

    /// <summary>The devices of this gateway.</summary>
    /// <value>The default is empty.</value>
    [ValidateEnumeratedItems]
    public List<DeviceOptions> Devices { get; set; } = [];

    /// <summary>How far the gateway goes to find out what is plugged in.</summary>
    public DetectionOptions Detection { get; set; } = new();

    /// <summary>The price and weight labels of this store.</summary>
    public LabelOptions Labels { get; set; } = new();

    /// <summary>Counting the stock by scanning.</summary>
    public StocktakeOptions Stocktake { get; set; } = new();

    /// <summary>How the store sells by weight.</summary>
    [ValidateObjectMembers]
    public WeighingOptions Weighing { get; set; } = new();

    /// <summary>The smart shelves.</summary>
    [ValidateObjectMembers]
    public ShelfOptions Shelves { get; set; } = new();

    /// <summary>How the store prints.</summary>
    [ValidateObjectMembers]
    public PrintingOptions Printing { get; set; } = new();

    /// <summary>Recognising members by their faces, or null where no picture is looked at.</summary>
    /// <value>The default is null: off.</value>
    [ValidateObjectMembers]
    public VisionOptions? Vision { get; set; }

    /// <summary>What is kept of members.</summary>
    [ValidateObjectMembers]
    public MembersOptions Members { get; set; } = new();

    /// <summary>What counts as one visit.</summary>
    [ValidateObjectMembers]
    public VisitOptions Visits { get; set; } = new();

    /// <summary>How staff are told of an arrival.</summary>
    [ValidateObjectMembers]
    public AlertOptions Alerts { get; set; } = new();

    /// <summary>What the gateway tells of itself.</summary>
    [ValidateObjectMembers]
    public HealthOptions Health { get; set; } = new();

    /// <summary>How devices are opened, reopened and given up on.</summary>
    [ValidateObjectMembers]
    public SupervisorOptions Supervisor { get; set; } = new();
}
