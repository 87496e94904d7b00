using System.Runtime.InteropServices;
using System.Text;

namespace EdgeGateway.Vision.Onnx;

/// <summary>Room for the numbers that go into and come out of one session. Running allocates nothing. Not for two threads at once.</summary>
public sealed unsafe class OnnxRun : IDisposable
{
    private const int Float = 1;

    private readonly OnnxSession _session;
    private readonly nint[] _values;
    private readonly nint[] _names;
    private readonly int _inputs;
    private readonly float*[] _numbers;
    private readonly int[] _lengths;
    private bool _isUsed;
    private bool _disposed;

    /// <summary>Makes room.</summary>
    /// <param name="session">The model.</param>
    /// <param name="inputs">The shape of every input, in the order of <see cref="OnnxSession.Inputs"/>.</param>
    /// <param name="outputs">The outputs that are wanted, with their shapes.</param>
    /// <exception cref="OnnxException">The model has no such output, or not as many inputs.</exception>
    public OnnxRun(OnnxSession session, IReadOnlyList<long[]> inputs, IReadOnlyList<(string Name, long[] Shape)> outputs)
    {
        if (inputs.Count != session.Inputs.Count)
        {
            throw new OnnxException($"The model has {session.Inputs.Count} inputs ({string.Join(", ", session.Inputs)}); {inputs.Count} shapes came.");
        }

        if (outputs.FirstOrDefault(output => !session.Outputs.Contains(output.Name)) is { Name: { } missing })
        {
            throw new OnnxException($"The model has no output '{missing}'; it has: {string.Join(", ", session.Outputs)}.");
        }

        _session = session;
        _inputs = inputs.Count;
        var all = inputs.Zip(session.Inputs, (shape, name) => (Name: name, Shape: shape)).Concat(outputs).ToArray();
        _values = new nint[all.Length];
        _names = new nint[all.Length];
        _numbers = new float*[all.Length];
        _lengths = new int[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            Make(i, all[i].Name, all[i].Shape);
        }
    }

    /// <summary>The numbers of an input, to be written before <see cref="Execute"/>.</summary>
    public Span<float> Input(int index = 0) => Numbers(index < _inputs ? index : throw new ArgumentOutOfRangeException(nameof(index)));

    /// <summary>The numbers of an output as of the last <see cref="Execute"/>, in the order they were asked for.</summary>
    public ReadOnlySpan<float> Output(int index = 0) => Numbers(_inputs + index);

    /// <summary>Runs the model.</summary>
    /// <exception cref="OnnxException">It failed: a shape does not fit, or memory is short.</exception>
    public void Execute()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var api = _session.Runtime.Api;
        _isUsed = true;
        fixed (nint* values = _values, names = _names)
        {
            api.Check(api.Run(
                _session.Handle, 0, (byte**)names, values, (nuint)_inputs, (byte**)(names + _inputs), (nuint)(_values.Length - _inputs), values + _inputs));
        }
    }

    /// <summary>Overwrites all numbers with 0: they may show somebody's face.</summary>
    public void Clear()
    {
        for (var i = 0; i < _values.Length; i++)
        {
            Numbers(i).Clear();
        }
    }

    /// <summary>As <see cref="Clear"/>, and the runtime's own working memory too: it may keep what lies between a net's layers until the net runs again, so the net is run on nothing.</summary>
    /// <remarks>Takes as long as a run, or no time where it has not run since the last time.</remarks>
    public void Scrub()
    {
        Clear();
        if (_isUsed)
        {
            Execute();
            _isUsed = false;
            Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        Clear();
        _disposed = true;
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i] != 0)
            {
                _session.Runtime.Api.ReleaseValue(_values[i]);
            }

            Marshal.FreeHGlobal(_names[i]);
            NativeMemory.AlignedFree(_numbers[i]);
        }
    }

    private Span<float> Numbers(int index)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new Span<float>(_numbers[index], _lengths[index]);
    }

    private void Make(int index, string name, long[] shape)
    {
        var length = checked((int)shape.Aggregate(1L, (product, side) => product * side));
        var text = Encoding.UTF8.GetBytes(name + '\0');
        _names[index] = Marshal.AllocHGlobal(text.Length);
        Marshal.Copy(text, 0, _names[index], text.Length);
        _lengths[index] = length;
        _numbers[index] = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
        Numbers(index).Clear();
        var api = _session.Runtime.Api;
        fixed (long* sides = shape)
        fixed (nint* value = &_values[index])
        {
            api.Check(api.CreateTensor(_session.Runtime.Memory, _numbers[index], (nuint)length * sizeof(float), sides, (nuint)shape.Length, Float, value));
        }
    }
}
