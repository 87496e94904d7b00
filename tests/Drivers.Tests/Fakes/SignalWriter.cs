namespace Drivers.Tests.Fakes;

/// <summary>Tells when the simulator has said that it is ready.</summary>
internal sealed class SignalWriter : StringWriter
{
    public ManualResetEventSlim Written { get; } = new();

    public override void Flush() => Written.Set();
}
