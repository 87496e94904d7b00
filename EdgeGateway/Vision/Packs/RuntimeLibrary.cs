using System.Runtime.InteropServices;

namespace EdgeGateway.Vision.Packs;

/// <summary>ONNX Runtime's native library as the project fetches it, for each processor.</summary>
public static class RuntimeLibrary
{
    private const string Package = "onnxruntime-node 1.30.0";

    /// <summary>For 64-bit PCs.</summary>
    public static ModelFile X64 { get; } =
        new("runtime/linux-x64/libonnxruntime.so.1", "ffb75a925ba05e47b235bb66e3e3911714a80b328a9c9425539feb204aa32a23", Package);

    /// <summary>For 64-bit ARM, such as a Raspberry Pi 4 or 5.</summary>
    public static ModelFile Arm64 { get; } =
        new("runtime/linux-arm64/libonnxruntime.so.1", "1f549d46250b005580b597f4164984aaf75b3bcb9f3aeb07c7f8a8fe60b23c76", Package);

    /// <summary>What must be shown with it.</summary>
    public const string Notice = "ONNX Runtime, Copyright (c) Microsoft Corporation, MIT License.";

    /// <summary>This machine's, or null where there is none for its processor.</summary>
    public static ModelFile? Here => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => X64,
        Architecture.Arm64 => Arm64,
        _ => null,
    };
}
