using System.Net.Security;
using System.Runtime.Versioning;

namespace Cloud.Contracts;

/// <summary>What the https doors offer: forward secrecy and authenticated encryption alone. What OpenSSL and .NET offer by themselves has CBC with it.</summary>
public static class TlsSuites
{
    /// <summary>Of TLS 1.3 all, of TLS 1.2 those with GCM or ChaCha20-Poly1305, for elliptic and for RSA certificates.</summary>
    [UnsupportedOSPlatform("windows")]
    [UnsupportedOSPlatform("android")]
    public static CipherSuitesPolicy Policy() => new(
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ]);
}
