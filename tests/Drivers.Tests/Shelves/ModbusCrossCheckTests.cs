using System.Diagnostics;
using System.Text.Json;
using Drivers.Shelves;
using Simulators.Shelves;
using static Drivers.Tests.Shelves.Plates;

namespace Drivers.Tests.Shelves;

/// <summary>A second reader, pymodbus, at the simulated transmitters: what it sees there is what the driver sees. Skipped, visibly, where it is not installed.</summary>
public sealed class ModbusCrossCheckTests
{
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import json, sys
        from pymodbus.client import ModbusSerialClient, ModbusTcpClient
        kind, where, function, address, count = sys.argv[1:]
        client = ModbusTcpClient("127.0.0.1", port=int(where)) if kind == "tcp" else ModbusSerialClient(where, baudrate=9600, timeout=5)
        assert client.connect()
        ask = client.read_input_registers if function == "4" else client.read_holding_registers
        answer = ask(int(address), int(count), slave=1)
        assert not answer.isError(), answer
        print(json.dumps(answer.registers))
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("laumas", 3)]
    [InlineData("dini-argeo", 4)]
    [InlineData("eagle", 3)]
    [InlineData("tuna", 3)]
    public async Task Tcp_SecondReader_SeesTheSameLoad(string maker, int function)
    {
        var server = new ModbusTcpPlates(Surfaces(1), TransmitterMap.Create(maker), 0);
        using var running = new SimulatedFree(server);
        running.Script("load 1250");
        await AssertLoadAsync(maker, () => ReadAsync("tcp", $"{server.Port}", function, maker));
    }

    [Fact]
    public async Task Rtu_SecondReader_SeesTheSameLoad()
    {
        using var bus = new SimulatedBus(1);
        await bus.ScriptAsync("load 1250");
        await AssertLoadAsync("laumas", () => ReadAsync("rtu", bus.Link, 3, "laumas"));
    }

    /// <summary>The load by our own decoding of the registers that pymodbus read; it rings for a while after it was put on.</summary>
    private static async Task AssertLoadAsync(string maker, Func<Task<ushort[]>> read)
    {
        for (int tries = 0; tries < 100; tries++)
        {
            decimal? grams = ModbusPlate.Decode("p", default, await read(), Registers(maker)).Grams;
            if (grams is > 1240 and < 1260)
                return;
        }
        Assert.Fail("the load never came to rest at 1250 g");
    }

    private static PlateRegisters Registers(string maker)
    {
        var profile = new ProfileReader(ModbusPlate.Name, TransmitterTests.Device("/dev/ttyS9", 1, maker).Profile);
        PlateRegisters registers = PlateRegisters.Read(profile);
        profile.ThrowIfWrong();
        return registers;
    }

    private static async Task<ushort[]> ReadAsync(string kind, string where, int function, string maker)
    {
        var request = Assert.Single(Registers(maker).Requests(out _, out _));
        Assert.Equal(function == 4, request.Input);
        var start = new ProcessStartInfo(Python, ["-c", Script, kind, where, $"{function}", $"{request.Address}", $"{request.Count}"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        Assert.SkipUnless(File.Exists(Python), "python3 is not installed");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Ct), words = process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        Assert.SkipWhen((await words).Contains("ModuleNotFoundError", StringComparison.Ordinal), "pymodbus is not installed (Debian packages python3-pymodbus, python3-serial-asyncio)");
        Assert.True(process.ExitCode == 0, await words);
        return JsonSerializer.Deserialize<ushort[]>(await output)!;
    }
}
