using System.Collections.Concurrent;
using System.Text.Json;

namespace Simulators.Session;

/// <summary>Runs a device that is not on a pty: one thread that waits for script lines, the device's next step and the shopper's next act.</summary>
internal sealed class FreeSession(IFreeDevice device, IShopper? shopper) : IDisposable
{
    private const int ScriptCapacity = 64;

    /// <summary>Full: the writer waits, that is, standard input is not read on. An empty line only wakes.</summary>
    private readonly BlockingCollection<string> _script = new(ScriptCapacity);

    private volatile bool _leaving;
    private volatile bool _stopping;

    /// <summary>Takes a script line from another thread; waits where many are queued.</summary>
    public void Post(string line, CancellationToken cancellationToken) => _script.Add(line, cancellationToken);

    /// <summary>Asks for the end from another thread: first the load comes off in its time; asked again, at once.</summary>
    public void Stop()
    {
        _stopping = _leaving;
        _leaving = true;
        _script.TryAdd("");
    }

    /// <summary>Opens the device, says so on <paramref name="ready"/>, and runs until it is stopped.</summary>
    public void Run(TextWriter ready)
    {
        string where;
        lock (device.Gate)
        {
            where = device.Open();
        }

        ready.WriteLine($"{{\"ready\":\"{JsonEncodedText.Encode(where)}\"}}");
        ready.Flush();
        while (!_stopping)
        {
            TimeSpan wait;
            lock (device.Gate)
            {
                var untilShopper = _leaving ? shopper?.Leave() : shopper?.Act();
                if (_leaving && untilShopper is null)
                {
                    break;
                }

                wait = device.Step();
                wait = untilShopper < wait ? untilShopper.Value : wait;
            }

            var longest = (int)Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, 60_000);
            if (_script.TryTake(out var text, longest) && text.Length > 0)
            {
                RunLine(text);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _script.Dispose();

    private void RunLine(string text)
    {
        var wrong = ScriptLine.TryParse(text, out var line);
        if (wrong is null && line.Verb == "quit")
        {
            Stop();
            return;
        }

        lock (device.Gate)
        {
            wrong ??= device.Apply(line);
        }

        if (wrong is not null)
        {
            Console.Error.WriteLine(wrong);
        }
    }
}
