using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeGateway.Core.Memory;
using EdgeGateway.Core.Outbox;

namespace EdgeGateway.Core.Members;

/// <summary>
/// The open templates of one model pack, in locked memory of their own: the only place where they are readable, and only while their consent stands. A row that is taken out is
/// overwritten before the call returns. Safe for use from several threads: looking through it and changing it take turns (a lock of nanoseconds beside a search of microseconds), so
/// that nobody reads a row that is being overwritten.
/// </summary>
internal sealed class Gallery(string pack) : IGallery, IDisposable
{
    private const int FirstRows = 16;

    private readonly Lock _gate = new();
    private readonly List<Row> _rows = [];
    private readonly Dictionary<string, int> _rowOf = new(StringComparer.Ordinal);
    private LockedMemory? _memory;

    /// <inheritdoc/>
    public string Pack { get; } = pack;

    /// <summary>How many numbers a template has; 0 while there is none.</summary>
    public int Dimensions { get; private set; }

    /// <summary>All of its memory, for tests that look for what should be gone.</summary>
    internal ReadOnlySpan<byte> Memory => _memory is { } memory ? memory.Bytes : [];

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _rows.Count;
            }
        }
    }

    /// <summary>Puts a template in, in place of the subject's former one, letting it be written where it will stay.</summary>
    /// <param name="subject">Whose it is.</param>
    /// <param name="isStaff">Staff are not announced.</param>
    /// <param name="length">How many numbers it has.</param>
    /// <param name="write">Writes the numbers; false takes the row out again.</param>
    public bool Put(string subject, bool isStaff, int length, Func<Span<float>, bool> write)
    {
        lock (_gate)
        {
            Take(subject);
            if (_rows.Count == 0)
            {
                Dimensions = length;
            }

            if (length != Dimensions)
            {
                return false;
            }

            Grow();
            _rowOf[subject] = _rows.Count;
            _rows.Add(new Row(subject, isStaff));
            if (write(Numbers(_rows.Count - 1)))
            {
                return true;
            }

            Take(subject);
            return false;
        }
    }

    /// <summary>Takes a subject's template out and overwrites it.</summary>
    public void Remove(string subject)
    {
        lock (_gate)
        {
            Take(subject);
        }
    }

    /// <summary>Whether a subject is in it.</summary>
    public bool Contains(string subject)
    {
        lock (_gate)
        {
            return _rowOf.ContainsKey(subject);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The embedding is of another length than the templates: of another model pack.</exception>
    public GalleryMatch Best(ReadOnlySpan<float> embedding)
    {
        lock (_gate)
        {
            if (_rows.Count == 0)
            {
                return new GalleryMatch(null, false, -1, -1);
            }

            if (embedding.Length != Dimensions)
            {
                throw new ArgumentException($"An embedding of {embedding.Length} numbers came; the templates of {Pack} have {Dimensions}.", nameof(embedding));
            }

            var (best, similarity, runnerUp) = (-1, float.NegativeInfinity, float.NegativeInfinity);
            for (var i = 0; i < _rows.Count; i++)
            {
                var dot = Dot(Numbers(i), embedding);
                if (dot > similarity)
                {
                    (best, similarity, runnerUp) = (i, dot, similarity);
                }
                else if (dot > runnerUp)
                {
                    runnerUp = dot;
                }
            }

            // A vector that is no number is nearest to nobody.
            return best < 0
                ? new GalleryMatch(null, false, -1, -1)
                : new GalleryMatch(_rows[best].Subject, _rows[best].IsStaff, Math.Clamp(similarity + (PlantedFault.Is("likeness-overrated") ? 0.25f : 0), -1, 1), Math.Clamp(runnerUp, -1, 1));
        }
    }

    /// <summary>Overwrites all of it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _rows.Clear();
            _rowOf.Clear();
            _memory?.Dispose();
            _memory = null;
        }
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var wideA = MemoryMarshal.Cast<float, Vector<float>>(a);
        var wideB = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < wideA.Length; i++)
        {
            sums += wideA[i] * wideB[i];
        }

        var sum = Vector.Sum(sums);
        for (var i = wideA.Length * Vector<float>.Count; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private Span<float> Numbers(int row) => MemoryMarshal.Cast<byte, float>(_memory!.Bytes).Slice(row * Dimensions, Dimensions);

    /// <summary>Takes a row out: the last one moves into its place, and the place it leaves is overwritten.</summary>
    private void Take(string subject)
    {
        if (!_rowOf.Remove(subject, out var row))
        {
            return;
        }

        var last = _rows.Count - 1;
        if (row != last)
        {
            Numbers(last).CopyTo(Numbers(row));
            _rows[row] = _rows[last];
            _rowOf[_rows[row].Subject] = row;
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(Numbers(last)));
        _rows.RemoveAt(last);
    }

    private void Grow()
    {
        var needed = (_rows.Count + 1) * Dimensions * sizeof(float);
        if (_memory is not null && _memory.Length >= needed)
        {
            return;
        }

        var former = _memory;
        _memory = new LockedMemory(Math.Max(needed, Math.Max(FirstRows, _rows.Count * 2) * Dimensions * sizeof(float)));
        if (former is not null)
        {
            former.Bytes[..Math.Min(former.Length, _rows.Count * Dimensions * sizeof(float))].CopyTo(_memory.Bytes);
            former.Dispose();
        }
    }

    private readonly record struct Row(string Subject, bool IsStaff);
}
