using System.Runtime.InteropServices;

namespace EdgeGateway.Vision.Onnx;

/// <summary>A model, loaded. Any number of <see cref="OnnxRun"/> may work with it at once; each is one thread's own.</summary>
public sealed unsafe class OnnxSession : IDisposable
{
    private const int AllOptimizations = 99;

    private nint _session;

    private OnnxSession(OnnxRuntime runtime, nint session)
    {
        Runtime = runtime;
        _session = session;
        Inputs = Names(runtime.Api.GetInputCount, runtime.Api.GetInputName);
        Outputs = Names(runtime.Api.GetOutputCount, runtime.Api.GetOutputName);
    }

    /// <summary>The names of its inputs.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The names of its outputs.</summary>
    public IReadOnlyList<string> Outputs { get; }

    internal OnnxRuntime Runtime { get; }

    internal nint Handle => _session != 0 ? _session : throw new ObjectDisposedException(nameof(OnnxSession));

    /// <summary>Loads a model of one thread: two threads gain little on models of this size, and spinning ones take a core from the shop.</summary>
    /// <exception cref="OnnxException">The model is none, or asks for something this runtime does not have.</exception>
    public static OnnxSession Load(OnnxRuntime runtime, ReadOnlySpan<byte> model)
    {
        var api = runtime.Api;
        nint options = 0;
        nint session = 0;
        try
        {
            api.Check(api.CreateSessionOptions(&options));
            api.Check(api.SetGraphOptimizationLevel(options, AllOptimizations));
            api.Check(api.SetIntraOpThreads(options, 1));
            fixed (byte* key = "session.intra_op.allow_spinning\0"u8, off = "0\0"u8, bytes = model)
            {
                api.Check(api.AddSessionConfigEntry(options, key, off));
                api.Check(api.CreateSessionFromArray(runtime.Environment, bytes, (nuint)model.Length, options, &session));
            }
        }
        finally
        {
            if (options != 0)
            {
                api.ReleaseSessionOptions(options);
            }
        }

        return new OnnxSession(runtime, session);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_session != 0)
        {
            Runtime.Api.ReleaseSession(_session);
            _session = 0;
        }
    }

    private List<string> Names(
        delegate* unmanaged[Cdecl]<nint, nuint*, nint> count, delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint> name)
    {
        var api = Runtime.Api;
        nuint many = 0;
        api.Check(count(_session, &many));
        nint allocator = 0;
        api.Check(api.GetDefaultAllocator(&allocator));
        var names = new List<string>();
        for (nuint i = 0; i < many; i++)
        {
            byte* text = null;
            api.Check(name(_session, i, allocator, &text));
            names.Add(Marshal.PtrToStringUTF8((nint)text)!);
            api.Check(api.AllocatorFree(allocator, text));
        }

        return names;
    }
}
