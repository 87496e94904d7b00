using Cloud.Contracts;

namespace Simulators.World;

/// <summary>Settings of one gateway.</summary>
/// <param name="Programs">The programs.</param>
/// <param name="Address">Its store and name.</param>
/// <param name="DataFolder">Where its outbox lies.</param>
public sealed record GatewayOptions(ProgramFiles Programs, GatewayAddress Address, string DataFolder)
{
    /// <summary>The cap of its outbox.</summary>
    public long CapacityBytes { get; init; } = 1L << 30;

    /// <summary>The shortest wait before it connects to the broker again.</summary>
    public TimeSpan ReconnectMin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest one.</summary>
    public TimeSpan ReconnectMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long it waits for headquarters' cursor before it sends again.</summary>
    public TimeSpan CursorTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The most events of a batch.</summary>
    public int BatchEvents { get; init; } = 500;

    /// <summary>How long a batch waits for company.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Faults of the planted-fault build to switch on, comma separated, or null.</summary>
    public string? PlantedFaults { get; init; }

    /// <summary>Variables of its process on top of those it is shipped with.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the face models are; null for a gateway that looks at no pictures.</summary>
    public string? Models { get; init; }

    /// <summary>Who comes back to a camera within this time is on the same visit.</summary>
    public TimeSpan ReentryGap { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The devices, as they stand in the configuration file.</summary>
    public IReadOnlyList<SimulatedDevice> Devices { get; init; } = [];
}

/// <summary>A device of a gateway and the simulator behind it.</summary>
/// <param name="Id">Its name on the gateway.</param>
/// <param name="Driver">The gateway's driver.</param>
/// <param name="Line">The serial settings.</param>
public sealed record SimulatedDevice(string Id, string Driver, string Line)
{
    /// <summary>The profile in the gateway's configuration.</summary>
    public IReadOnlyDictionary<string, string> Profile { get; init; } = new Dictionary<string, string>();

    /// <summary>What the simulator's command line has beside link, log and seed.</summary>
    public IReadOnlyList<string> SimulatorArguments { get; init; } = [];

    /// <summary>What lies on it where it is a plate: its simulator's shoppers take these, and the gateway's planogram knows them.</summary>
    public IReadOnlyList<PlateArticle> Goods { get; init; } = [];

    /// <summary>Whether loads put on it are weighed goods.</summary>
    public bool IsScale { get; init; } = true;

    /// <summary>Whether it is a camera: it has an address of its own and no line.</summary>
    public bool IsCamera { get; init; }

    /// <summary>Whether it prints; nobody puts anything on it then.</summary>
    public bool IsPrinter { get; init; }

    /// <summary>The simulator's verb; the driver's name unless it is called otherwise.</summary>
    public string Verb { get; init; } = Driver;

    /// <summary>Where the simulated plate keeps gross load and status, in the words of the gateway's profile.</summary>
    private static Dictionary<string, string> SimulatedPlate => new()
    {
        ["unit_id"] = "1",
        ["function"] = "holding",
        ["address"] = "7",
        ["type"] = "int32",
        ["word_order"] = "big",
        ["scale"] = "0.1",
        ["status_address"] = "6",
        ["sensor_fault_bit"] = "0",
        ["overload_bit"] = "2",
        ["stable_bit"] = "11",
    };

    /// <summary>What lies on the plate of a usual small store; no few pieces of one weigh as much as a few of the other.</summary>
    private static IReadOnlyList<PlateArticle> UsualGoods { get; } =
    [
        new("6901234567892", "可乐 330ml", 355.0m, 1.2m, 8) { Low = 2, Pack = 8 }, new("6925303721367", "方便面", 148.0m, 0.8m, 8) { Low = 2, Pack = 8 },
    ];

    /// <summary>A receipt printer, as a till has one.</summary>
    public static SimulatedDevice ReceiptPrinter { get; } = new("printer-1", "escpos", "115200-8N1")
    {
        IsScale = false,
        IsPrinter = true,
        Verb = "printer",
        Profile = new Dictionary<string, string> { ["model"] = "epson-tm-t20", ["flow"] = "none" },
    };

    /// <summary>A camera before which drawn people come and go.</summary>
    public static SimulatedDevice Camera { get; } = new("camera-1", "camera", "")
    {
        IsScale = false,
        IsCamera = true,
        SimulatorArguments = ["--people", "4", "--every", "12", "--height", "720", "--fps", "5"],
    };

    /// <summary>The devices of a usual small store.</summary>
    public static IReadOnlyList<SimulatedDevice> UsualStore { get; } =
    [
        new("scale-1", "toledo-8217", "9600-7E1") { Profile = new Dictionary<string, string> { ["unit"] = "kg" } },
        new("scale-2", "toledo-continuous", "9600-7E1")
        {
            Profile = new Dictionary<string, string> { ["unit"] = "kg", ["checksum"] = "mettler" },
            SimulatorArguments = ["--checksum", "mettler"],
        },
        new("scale-3", "aclas-ps1-cas-pd2", "9600-8N1"),
        new("plate-1", "modbus-plate", "9600-8N1") { IsScale = false, Profile = SimulatedPlate, SimulatorArguments = ["--unit", "1"], Goods = UsualGoods },
        new("scanner-1", "serial-scanner", "9600-8N1")
        {
            IsScale = false,
            Verb = "scanner",
            Profile = new Dictionary<string, string> { ["suffix"] = "cr" },
        },
    ];
}

/// <summary>One article on a plate.</summary>
/// <param name="Sku">Its SKU.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="UnitGrams">What a piece weighs, in grams.</param>
/// <param name="SigmaGrams">The spread between pieces, in grams.</param>
/// <param name="Count">Pieces when the shelf is full.</param>
public sealed record PlateArticle(string Sku, string Name, decimal UnitGrams, decimal SigmaGrams, int Count)
{
    /// <summary>Pieces at which it is low.</summary>
    public int Low { get; init; }

    /// <summary>Pieces in a pack.</summary>
    public int Pack { get; init; } = 1;
}
