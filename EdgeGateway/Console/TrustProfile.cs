using System.Security.Cryptography;
using System.Text;

namespace EdgeGateway.Console;

/// <summary>A configuration profile for iPhones that holds the store's authority. Source: Apple, Configuration Profile Reference, payload com.apple.security.root.</summary>
internal static class TrustProfile
{
    /// <summary>Makes it; the same authority makes the same profile, so that installing it again changes nothing.</summary>
    /// <param name="store">The store's name: of <c>a-z</c>, <c>0-9</c> and <c>-</c>.</param>
    /// <param name="authority">The certificate, DER.</param>
    public static byte[] Of(string store, byte[] authority)
    {
        var hash = SHA256.HashData(authority);
        var (inner, outer) = (new Guid(hash.AsSpan(0, 16)), new Guid(hash.AsSpan(16, 16)));
        return Encoding.UTF8.GetBytes($"""
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0">
            <dict>
              <key>PayloadContent</key>
              <array>
                <dict>
                  <key>PayloadType</key><string>com.apple.security.root</string>
                  <key>PayloadVersion</key><integer>1</integer>
                  <key>PayloadIdentifier</key><string>edge-gateway.{store}.authority</string>
                  <key>PayloadUUID</key><string>{inner}</string>
                  <key>PayloadDisplayName</key><string>Edge Gateway {store}</string>
                  <key>PayloadCertificateFileName</key><string>edge-gateway-{store}.crt</string>
                  <key>PayloadContent</key><data>{Convert.ToBase64String(authority)}</data>
                </dict>
              </array>
              <key>PayloadType</key><string>Configuration</string>
              <key>PayloadVersion</key><integer>1</integer>
              <key>PayloadIdentifier</key><string>edge-gateway.{store}</string>
              <key>PayloadUUID</key><string>{outer}</string>
              <key>PayloadDisplayName</key><string>Edge Gateway {store}</string>
              <key>PayloadDescription</key><string>Lets this phone trust the gateway of the store {store}. It can vouch for nothing outside of the store's network.</string>
            </dict>
            </plist>

            """);
    }
}
