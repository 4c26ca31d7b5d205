using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Lodge.Qemu.Tests.Support;

/// <summary>An authority of a test's own, and a host's certificate from it, in files as QEMU reads them.</summary>
internal sealed class TestCertificates : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private readonly X509Certificate2 _authority;

    /// <summary>Makes them for 127.0.0.1.</summary>
    public TestCertificates(string folder)
    {
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        using var authorityKey = RSA.Create(2048);
        var authority = Request("CN=Lodge test authority", authorityKey, isAuthority: true, X509KeyUsageFlags.KeyCertSign);
        _authority = authority.CreateSelfSigned(from, to);

        using var key = RSA.Create(2048);
        var server = Request("CN=127.0.0.1", key, isAuthority: false, X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment);
        server.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using var certificate = server.Create(_authority, from, to, [1, 2, 3, 4]);

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "ca-cert.pem"), _authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server-cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server-key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Encrypts a connection, as a client that trusts this authority and nobody else.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The server has another certificate.</exception>
    public async Task<SslStream> EncryptAsync(Stream stream, CancellationToken cancellationToken)
    {
        var encrypted = new SslStream(stream, leaveInnerStreamOpen: true);
        await encrypted.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "127.0.0.1",
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { _authority }, RevocationMode = X509RevocationMode.NoCheck,
                },
            },
            cancellationToken);
        return encrypted;
    }

    public void Dispose() => _authority.Dispose();

    private static CertificateRequest Request(string name, RSA key, bool isAuthority, X509KeyUsageFlags usage)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        return request;
    }
}
