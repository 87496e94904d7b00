using System.Runtime.InteropServices;

namespace EdgeGateway.Vision.Onnx;

/// <summary>The functions of ONNX Runtime's C interface that we call, by their places in its table.</summary>
/// <remarks>
/// The table only ever grows at its end, so that the places hold for every later version. Version 14 of the interface is asked for.
/// Source: onnxruntime_c_api.h, struct OrtApi.
/// </remarks>
internal sealed unsafe class OrtApi
{
    private const uint Version = 14;

    private readonly nint* _table;

    private OrtApi(nint* table) => _table = table;

    internal delegate* unmanaged[Cdecl]<nint, byte*> GetErrorMessage => (delegate* unmanaged[Cdecl]<nint, byte*>)_table[2];

    internal delegate* unmanaged[Cdecl]<int, byte*, nint*, nint> CreateEnv => (delegate* unmanaged[Cdecl]<int, byte*, nint*, nint>)_table[3];

    internal delegate* unmanaged[Cdecl]<nint, void*, nuint, nint, nint*, nint> CreateSessionFromArray =>
        (delegate* unmanaged[Cdecl]<nint, void*, nuint, nint, nint*, nint>)_table[8];

    internal delegate* unmanaged[Cdecl]<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint> Run =>
        (delegate* unmanaged[Cdecl]<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)_table[9];

    internal delegate* unmanaged[Cdecl]<nint*, nint> CreateSessionOptions => (delegate* unmanaged[Cdecl]<nint*, nint>)_table[10];

    internal delegate* unmanaged[Cdecl]<nint, int, nint> SetGraphOptimizationLevel => (delegate* unmanaged[Cdecl]<nint, int, nint>)_table[23];

    internal delegate* unmanaged[Cdecl]<nint, int, nint> SetIntraOpThreads => (delegate* unmanaged[Cdecl]<nint, int, nint>)_table[24];

    internal delegate* unmanaged[Cdecl]<nint, nuint*, nint> GetInputCount => (delegate* unmanaged[Cdecl]<nint, nuint*, nint>)_table[30];

    internal delegate* unmanaged[Cdecl]<nint, nuint*, nint> GetOutputCount => (delegate* unmanaged[Cdecl]<nint, nuint*, nint>)_table[31];

    internal delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint> GetInputName => (delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint>)_table[36];

    internal delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint> GetOutputName => (delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint>)_table[37];

    internal delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint> CreateTensor =>
        (delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint>)_table[49];

    internal delegate* unmanaged[Cdecl]<int, int, nint*, nint> CreateCpuMemoryInfo => (delegate* unmanaged[Cdecl]<int, int, nint*, nint>)_table[69];

    internal delegate* unmanaged[Cdecl]<nint, void*, nint> AllocatorFree => (delegate* unmanaged[Cdecl]<nint, void*, nint>)_table[76];

    internal delegate* unmanaged[Cdecl]<nint*, nint> GetDefaultAllocator => (delegate* unmanaged[Cdecl]<nint*, nint>)_table[78];

    internal delegate* unmanaged[Cdecl]<nint, void> ReleaseEnv => (delegate* unmanaged[Cdecl]<nint, void>)_table[92];

    internal delegate* unmanaged[Cdecl]<nint, void> ReleaseStatus => (delegate* unmanaged[Cdecl]<nint, void>)_table[93];

    internal delegate* unmanaged[Cdecl]<nint, void> ReleaseMemoryInfo => (delegate* unmanaged[Cdecl]<nint, void>)_table[94];

    internal delegate* unmanaged[Cdecl]<nint, void> ReleaseSession => (delegate* unmanaged[Cdecl]<nint, void>)_table[95];

    internal delegate* unmanaged[Cdecl]<nint, void> ReleaseValue => (delegate* unmanaged[Cdecl]<nint, void>)_table[96];

    internal delegate* unmanaged[Cdecl]<nint, void> ReleaseSessionOptions => (delegate* unmanaged[Cdecl]<nint, void>)_table[100];

    internal delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint> AddSessionConfigEntry => (delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint>)_table[130];

    /// <summary>Finds the table in the library.</summary>
    /// <exception cref="OnnxException">The library has none of this version.</exception>
    internal static OrtApi Find(nint library)
    {
        var getBase = (delegate* unmanaged[Cdecl]<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        var getApi = (delegate* unmanaged[Cdecl]<uint, nint*>)getBase()[0];
        var table = getApi(Version);
        return table != null ? new OrtApi(table) : throw new OnnxException($"This ONNX Runtime does not know version {Version} of its interface; install 1.14 or newer.");
    }

    /// <summary>Passes over success.</summary>
    /// <exception cref="OnnxException">The status is an error; the message is the library's.</exception>
    internal void Check(nint status)
    {
        if (status == 0)
        {
            return;
        }

        var message = Marshal.PtrToStringUTF8((nint)GetErrorMessage(status)) ?? "no message";
        ReleaseStatus(status);
        throw new OnnxException($"ONNX Runtime: {message}");
    }
}

/// <summary>ONNX Runtime cannot be loaded, or refused something; the message says what.</summary>
public sealed class OnnxException(string message, Exception? inner = null) : Exception(message, inner);
