using System.Globalization;

namespace Simulation;

/// <summary>What happened, in order, as one number: two runs of a seed are the same where their numbers are. Names that are drawn anew each run stay out of it.</summary>
internal sealed class Trace(VirtualTime time, TextWriter? output)
{
    private ulong _hash = 14695981039346656037UL;

    public ulong Hash => _hash;

    public long Count { get; private set; }

    /// <summary>Takes something in.</summary>
    public void Note(string what, string who, long a = 0, long b = 0, long c = 0)
    {
        Count++;
        Add(time.Now);
        foreach (var letter in what)
        {
            Add(letter);
        }

        foreach (var letter in who)
        {
            Add(letter);
        }

        Add(a);
        Add(b);
        Add(c);
        output?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.Elapsed:hh\\:mm\\:ss\\.fffffff} {who,-8} {what} {a} {b} {c}"));
    }

    /// <summary>For readers only; not part of the number.</summary>
    public void Say(string words) => output?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.Elapsed:hh\\:mm\\:ss\\.fffffff} {words}"));

    private void Add(long value)
    {
        unchecked
        {
            _hash = (_hash ^ (ulong)value) * 1099511628211UL;
        }
    }
}
