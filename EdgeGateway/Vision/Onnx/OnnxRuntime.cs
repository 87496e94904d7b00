using System.Runtime.InteropServices;

namespace EdgeGateway.Vision.Onnx;

/// <summary>ONNX Runtime's native library, loaded once for the process. Sessions made of it are thread-safe and shared.</summary>
public sealed unsafe class OnnxRuntime : IDisposable
{
    private const int LogErrors = 3;
    private const int DeviceAllocator = 0;
    private const int DefaultMemory = 0;

    private nint _environment;
    private nint _memory;

    private OnnxRuntime(OrtApi api) => Api = api;

    internal OrtApi Api { get; }

    internal nint Environment => _environment;

    internal nint Memory => _memory;

    /// <summary>Loads the library.</summary>
    /// <param name="library">Its file, <c>libonnxruntime.so.1</c>.</param>
    /// <exception cref="OnnxException">It cannot be loaded; the message says what to install.</exception>
    public static OnnxRuntime Load(string library)
    {
        nint handle;
        try
        {
            handle = NativeLibrary.Load(Path.GetFullPath(library));
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new OnnxException($"{library} cannot be loaded: {e.Message} Fetch it with scripts/models.sh.", e);
        }

        var runtime = new OnnxRuntime(OrtApi.Find(handle));
        try
        {
            runtime.Open();
            return runtime;
        }
        catch
        {
            runtime.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_memory != 0)
        {
            Api.ReleaseMemoryInfo(_memory);
            _memory = 0;
        }

        if (_environment != 0)
        {
            Api.ReleaseEnv(_environment);
            _environment = 0;
        }
    }

    private void Open()
    {
        fixed (byte* name = "edge-gateway\0"u8)
        fixed (nint* environment = &_environment)
        fixed (nint* memory = &_memory)
        {
            Api.Check(Api.CreateEnv(LogErrors, name, environment));
            Api.Check(Api.CreateCpuMemoryInfo(DeviceAllocator, DefaultMemory, memory));
        }
    }
}
