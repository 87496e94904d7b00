using Simulators.Ports;

namespace Drivers.Tests.Fakes;

/// <summary>A pty pair with a link to its terminal end, as a simulator has it; the test is the device.</summary>
/// <remarks>A pty forces eight bits without parity and ignores speed: nothing here proves a line setting.</remarks>
internal sealed class Pty : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pty").FullName;
    private readonly PtyPort _port;

    public Pty()
    {
        Link = Path.Combine(_folder, "port");
        _port = PtyPort.Open(Link);
    }

    public string Link { get; }

    public string Terminal => _port.FarEnd;

    public void Send(ReadOnlySpan<byte> bytes) => _port.Write(bytes);

    /// <summary>Waits until so many bytes came from the terminal end.</summary>
    public async Task<byte[]> ReceiveAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        int have = 0;
        while (have < count)
        {
            int came = _port.Read(bytes.AsSpan(have));
            have += came;
            if (came == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }
        return bytes;
    }

    /// <summary>Closes the device's end: to the reader that is a pulled plug.</summary>
    public void Unplug() => _port.Dispose();

    public void Dispose()
    {
        _port.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
