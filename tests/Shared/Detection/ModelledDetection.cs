using Drivers.Detection;
using Drivers.Ports;
using Drivers.Scales;
using EdgeGateway.Core.Setup;
using Simulators.Line;

namespace Tests.Shared.Detection;

/// <summary>Runs a detection on a modelled line in virtual time, a millisecond at a time.</summary>
internal static class ModelledDetection
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);

    /// <summary>Runs it to its verdict.</summary>
    public static PortDetection Run(ModelledLine line, ModelClock clock, DetectionRequest request, string? only = null)
    {
        var inquiry = new PortInquiry(ScaleProtocols.All.Where(protocol => only is null || protocol.DriverName == only), request, clock.GetUtcNow());
        TimeSpan start = clock.Now;
        LineSettings? host = null;
        var received = new List<WireByte>();
        foreach (DetectionStep step in inquiry.Steps())
        {
            if (step.Line != host)
            {
                host = step.Line;
                line.SetHost(WireFormat.Parse(host!.Value.ToString()));
            }
            if (!step.Send.IsEmpty)
                line.Send(step.Send.Span);
            while (clock.Now - start < inquiry.WaitUntil)
            {
                clock.Now += s_tick;
                inquiry.Now = clock.Now - start;
                received.Clear();
                line.Run(received);
                foreach (WireByte one in received)
                {
                    if (one.Damaged)
                        inquiry.Damage(inquiry.Now);
                    else if (inquiry.Receive(inquiry.Now, [one.Value]) is { IsEmpty: false } reply)
                        line.Send(reply.Span);
                }
            }
        }
        return inquiry.Record.Snapshot(clock.Now - start);
    }
}
